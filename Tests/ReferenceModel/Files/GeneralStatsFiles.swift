extension ReferencePlatform {
  /// `/users/{id}/download`: header and one row; `nil` if the viewer may not have it.
  package func individualGeneralStatsFile(viewer: String, user id: String) -> [[String]]? {
    guard let user = user(id), maySee(id, viewer: viewer) else { return nil }
    let numbers = generalNumbers(of: id)
    let header = [
      "Last name", "First name", "Email", "Avg score", "Completed courses", "Attended classrooms", "Completed paths",
      "Assigned paths", "Completed programs", "Assigned programs", "Messages", "Total time spent",
    ]
    let counts = [
      numbers.completedCourses, numbers.attendedClassrooms, numbers.completedPaths, numbers.assignedPaths,
      numbers.completedPrograms, numbers.assignedPrograms, numbers.messages,
    ]
    var row = [user.lastName, user.firstName, user.email].map(Cell.text)
    row.append(Cell.mean(numbers.averageScore))
    row += counts.map { String($0) }
    row.append(Cell.duration(numbers.totalTimeSpent))
    return [header, row]
  }

  /// `/reports/general-stats/download`: "one row per user of the viewer's who is not deleted"; `nil` if the viewer may
  /// not have it.
  package func generalStatsFile(viewer: String, filter: ReportFilter = ReportFilter()) -> [[String]]? {
    guard roles(of: viewer).opensUsers else { return nil }
    let custom = customFieldColumns(filter.fields)
    let columns = groupColumns(for: viewer)
    var header = ["Last name", "First name", "Email"]
    header += custom.map { Cell.text($0.title) }
    header += ["Additional information", "Managers", "Avg score", "Completed programs", "Assigned programs"]
    header += ["Messages", "Total time spent"]
    header += columns.map { Cell.text($0.header) }
    let rows = generalStatsUsers(viewer: viewer, filter: filter).map { user in
      let numbers = generalNumbers(of: user.id, filter: filter)
      var row = [user.lastName, user.firstName, user.email].map(Cell.text)
      row += custom.map { customCell($0, of: user) }
      row += [Cell.text(user.additionalInformation), Cell.text(managerEmails(of: user.id))]
      row.append(Cell.mean(numbers.averageScore))
      row += [numbers.completedPrograms, numbers.assignedPrograms, numbers.messages].map { String($0) }
      row.append(Cell.duration(numbers.totalTimeSpent))
      return row + groupCells(columns, of: user)
    }
    return [header] + rows
  }

  /// The users of its rows.
  package func generalStatsUsers(viewer: String, filter: ReportFilter) -> [User] {
    reportedUsers(viewer: viewer, filter: filter).filter { user in
      satisfies(filter.conditions) { value($0, of: user, filter) }
    }
  }

  /// "E-mails of the managers who are not deleted, sorted, joined by `, `."
  func managerEmails(of user: String) -> String {
    managers.filter { $0.user == user && $0.isOpen }
      .compactMap { self.user($0.manager) }
      .filter { $0.deletedAt == nil }
      .map(\.email)
      .sorted(by: precedesByCodePoint)
      .joined(separator: ", ")
  }
}
