import Access
import ReferenceModel
import Statistics

extension Product {
  /// Ids of the users on a tab, page by page through the whole list.
  func walk(
    _ viewer: String, _ tab: ReferencePlatform.Tab, sort: UserList.Sort = .lastName, descending: Bool = false,
    limit: Int = 500
  ) async throws -> [String]? {
    try await asking(viewer) { viewer, session in
      guard viewer.roles.seesUsers else { return nil }
      let population = Population(.theirUsers(of: viewer), tab: tab == .deleted ? .deleted : .current)
      var list = UserList(population, sort: sort, descending: descending, limit: limit)
      var ids: [String] = []
      repeat {
        let page = try list.page(session)
        ids += page.rows.map(\.id)
        // As in an address: through the text.
        list.after = page.next.flatMap { UserCursor($0.text, sort: sort, descending: descending) }
        precondition(page.next == nil || page.rows.count == limit, "a page before the last one is full")
        precondition(page.next == list.after, "a cursor survives its text")
      } while list.after != nil
      return ids
    }
  }
}

/// Where two tables differ, in words; nil where they do not.
func cellDifference(_ found: [[String]]?, _ expected: [[String]]?) -> String? {
  guard let found, let expected else {
    return (found == nil) == (expected == nil) ? nil : "there is \(found == nil ? "no" : "a") file"
  }
  for (index, (row, wanted)) in zip(found, expected).enumerated() {
    let (text, wantedText) = (CommaSeparated.text(of: [row]), CommaSeparated.text(of: [wanted]))
    if !equalByCodePoint(text, wantedText) { return "row \(index) is \(text) instead of \(wantedText)" }
  }
  return found.count == expected.count ? nil : "\(found.count) rows instead of \(expected.count)"
}
