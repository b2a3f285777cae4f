/// Counts of imported records of a kind, by their effect on the store.
package struct ImportCounts: Sendable, Equatable {
  package var added = 0
  package var changed = 0
  package var same = 0
  /// Records that were missing from a snapshot and ended: closed or withdrawn.
  package var ended = 0

  package init() {}

  init(added: Int, changed: Int, same: Int, ended: Int = 0) {
    self.added = added
    self.changed = changed
    self.same = same
    self.ended = ended
  }

  /// The number of records received.
  package var total: Int { added + changed + same }

  package static func += (a: inout ImportCounts, b: ImportCounts) {
    a = ImportCounts(
      added: a.added + b.added, changed: a.changed + b.changed, same: a.same + b.same, ended: a.ended + b.ended)
  }
}
