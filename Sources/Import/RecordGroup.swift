package import DatabaseAccess
import Records
package import Store

/// Imports batches that arrived together in one transaction, with the outcomes that they would have one after another
/// in a transaction each (docs/decisions/0052).
package enum RecordGroup {
  package typealias Outcome = Result<ImportCounts, any Error>

  /// The maximum number of facts that are imported as one, less than `FactRefresh.limit`.
  static let factsAtOnce = 128

  /// - Parameter time: after this time, no other batch is begun.
  /// - Returns: the outcomes of the first batches, at least of one: `ValidationErrors` of faulty ones.
  package static func run(
    _ batches: [RecordBatch], within time: Duration, _ session: any SQLSession
  ) throws -> [Outcome] {
    let end = ContinuousClock.now + time
    var outcomes: [Outcome] = []
    while outcomes.count < batches.count, outcomes.isEmpty || ContinuousClock.now < end {
      let joint = joint(batches[outcomes.count...])
      outcomes += joint.isEmpty ? [try single(batches[outcomes.count], session)] : try together(joint, session)
    }
    return outcomes
  }

  /// The first batches that can be imported as one: facts of one kind, each record once. Then none depends on another.
  private static func joint(_ batches: ArraySlice<RecordBatch>) -> [RecordBatch] {
    var seen: Set<[ID]> = []
    return Array(
      batches.prefix { batch in
        guard let keys = batch.keys, batch.kind == batches.first?.kind, seen.isDisjoint(with: keys) else {
          return false
        }
        seen.formUnion(keys)
        return seen.count <= factsAtOnce
      })
  }

  private static func single(_ batch: RecordBatch, _ session: any SQLSession) throws -> Outcome {
    do {
      return .success(
        try session.nested {
          var importSession = try ImportSession(session, of: .records)
          try importSession.add(RecordItems(batch.kind, batch.items))
          try importSession.finish()
          return importSession.receipts.first?.receipt ?? ImportCounts()
        })
    } catch let faults as ValidationErrors { return .failure(faults) }
  }

  /// Imports the batches as one. Facts are checked before anything is written; if some are faulty, the others are
  /// imported as one, and each of those by itself, for its errors.
  private static func together(_ batches: [RecordBatch], _ session: any SQLSession) throws -> [Outcome] {
    do {
      return try JointImport(batches).run(session).map(Outcome.success)
    } catch let error as JointImport.Faults {
      let sound = batches.indices.filter { !error.batches.contains($0) }
      var outcomes = try sound.isEmpty ? [] : together(sound.map { batches[$0] }, session)[...]
      return try batches.indices.map { index in
        try error.batches.contains(index) ? single(batches[index], session) : outcomes.removeFirst()
      }
    }
  }
}

/// Batches of facts of one kind as one import.
private struct JointImport {
  /// The faulty batches, by index.
  struct Faults: Error {
    let batches: Set<Int>
  }

  private let kind: RecordKind
  private let count: Int
  private var items: [RecordItem] = []
  /// The index of the batch of each item, whose line is its place, counted from 1.
  private var owners: [Int] = []

  init(_ batches: [RecordBatch]) {
    kind = batches[0].kind
    count = batches.count
    for (index, batch) in batches.enumerated() {
      for case .row(let row, _) in batch.items {
        owners.append(index)
        items.append(.row(row, line: owners.count))
      }
    }
  }

  /// - Throws: `Faults`; nothing has been written then.
  func run(_ session: any SQLSession) throws -> [ImportCounts] {
    var importSession = try ImportSession(session, of: .records, faultLimit: .max)
    do {
      try importSession.add(RecordItems(kind, items))
      try importSession.finish()
    } catch let faults as ValidationErrors {
      let faulty = faults.first.map(\.line).filter { $0 > 0 }.map { owners[$0 - 1] }
      throw Faults(batches: faulty.isEmpty ? Set(0..<count) : Set(faulty))
    }
    var counts = [ImportCounts](repeating: ImportCounts(), count: count)
    for (line, own) in importSession.countsByLine[kind] ?? [:] { counts[owners[line - 1]] += own }
    return counts
  }
}
