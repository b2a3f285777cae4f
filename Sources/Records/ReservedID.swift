/// Ids that no record can have, since its page could not be addressed: `.` and `..`, which browsers take out of an
/// address, and words that stand in the place of an id in the address of another page.
///
/// A record that a store has kept from before keeps its id, and can be named.
package enum ReservedID {
  /// A test holds the words to the routes of the site.
  package static let words: Set<String> = [".", "..", ".search", "download", "new"]

  package static func contains(_ id: String) -> Bool { id.utf8.count <= longest && words.contains(id) }

  private static let longest = words.map(\.utf8.count).max() ?? 0

  package static let reason = "is a reserved word, which addresses of pages have in place of an id; use another id"
}

extension RecordRow {
  /// As `settle`, of a row that comes from outside.
  package mutating func settleFromOutside(besides unreadable: FieldSet) -> [FieldFault] {
    let faults = settle(besides: unreadable)
    guard let id = kind.idIndex.flatMap({ values[$0].text }), ReservedID.contains(id) else { return faults }
    return [FieldFault(field: "id", value: id, reason: ReservedID.reason)] + faults
  }
}
