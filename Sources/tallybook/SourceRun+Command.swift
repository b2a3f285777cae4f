import DatabaseAccess
import Store

extension SourceRun {
  /// A run that has read statements.
  init(ofStatements count: Int, since start: Int) {
    self.init(of: .xapi, at: start)
    rows["statements"] = count
    seconds = StoreOptions.machineClock() - start
  }

  /// Adds the run to those of its source as one that failed, unless the source has never run. If the store cannot be
  /// written, its error does not hide the one that ended the run.
  func noteFailure(_ words: String, in store: any SQLDatabase) async {
    var run = self
    run.error = words
    run.seconds = StoreOptions.machineClock() - startedAt
    _ = try? await store.write { [run] in try run.writeFailure($0) }
  }
}
