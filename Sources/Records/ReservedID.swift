/// Ids that no record may have because its page would have no URL: `.` and `..`, which browsers remove from a URL, and
/// words that other pages have in their URL where an id would be.
///
/// A record that a store already has keeps its id and can be referred to.
package enum ReservedID {
  /// `ReservedIDTests` compares the words with the routes of the site.
  package static let words: Set<String> = [".", "..", ".search", "download", "new"]

  package static func contains(_ id: String) -> Bool { id.utf8.count <= longest && words.contains(id) }

  private static let longest = words.map(\.utf8.count).max() ?? 0

  package static let reason = "is a reserved word, because page URLs have it in place of an id; use another id"
}

extension RecordRow {
  /// Like `settle`, for a row that comes from outside.
  package mutating func settleFromOutside(besides unreadable: FieldSet) -> [FieldError] {
    let faults = settle(besides: unreadable)
    guard let id = kind.idIndex.flatMap({ values[$0].text }), ReservedID.contains(id) else { return faults }
    return [FieldError(field: "id", value: id, reason: ReservedID.reason)] + faults
  }
}
