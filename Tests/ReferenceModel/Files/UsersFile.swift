import Foundation

extension ReferencePlatform {
  /// `/users/download?tab=&q=&group=&field=`: the rows with their header, as texts of CSV cells; `nil` if the viewer
  /// may not have it. "The Deleted tab's file has no group columns."
  package func usersFile(
    viewer: String, tab: Tab, search: String = "", groups chosen: [String] = [], subgroups: Bool = false,
    conditions: [String] = [], fields: [String]? = nil
  ) -> [[String]]? {
    guard roles(of: viewer).opensUsers else { return nil }
    let custom = customFieldColumns(fields)
    let columns = tab == .current ? groupColumns(for: viewer) : []
    var header = ["First name", "Last name", "Email", "Title / Employment"]
    header += custom.map { Cell.text($0.title) }
    header += ["Additional information", "Time spent", "Last activity", "Direct report"]
    header += columns.map { Cell.text($0.header) }
    let listed = listedUsers(
      viewer: viewer, tab: tab, search: search, groups: chosen, subgroups: subgroups, conditions: conditions)
    let rows = listed.map { user in
      var row = [user.firstName, user.lastName, user.email, user.title].map(Cell.text)
      row += custom.map { customCell($0, of: user) }
      row.append(Cell.text(user.additionalInformation))
      row.append(Cell.duration(timeSpent(by: user.id)))
      row.append(lastActivity(of: user.id).map { Instants.cell($0, in: timeZone) } ?? "")
      row.append(String(directReports(of: user.id).count))
      return row + groupCells(columns, of: user)
    }
    return [header] + rows
  }

  /// The users of a tab of Users, in order: "search by name or e-mail, filter by group".
  package func listedUsers(
    viewer: String, tab: Tab, search: String = "", groups chosen: [String] = [], subgroups: Bool = false,
    conditions: [String] = []
  ) -> [User] {
    let groups = groups(chosen: chosen, subgroups)
    return scope(of: viewer, tab: tab).filter { user in
      matches(user, search) && (chosen.isEmpty || belongs(user, toAnyOf: groups))
        && satisfies(conditions) { value($0, of: user, ReportFilter()) }
    }
  }

  /// Each word of the text is in the first name, the last name or the e-mail address, compared as names compare.
  private func matches(_ user: User, _ search: String) -> Bool {
    SortKey.finds(
      search, in: [user.firstName, user.lastName, user.email],
      joined: [user.firstName + user.lastName, user.lastName + user.firstName])
  }

  /// An open membership in one of the groups themselves; of a deleted user: one that was open until the deletion, "that
  /// is how a group's deleted users are found".
  private func belongs(_ user: User, toAnyOf chosen: Set<String>) -> Bool {
    memberships.contains { $0.user == user.id && chosen.contains($0.group) && wasOpenToTheEnd($0) }
  }
}
