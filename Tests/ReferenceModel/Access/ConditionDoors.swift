// Lists narrowed by conditions, also by ones that hold for users outside the scope of the viewer.

extension DoorKeeper {
  var conditionedLists: [Door] {
    conditions.flatMap { condition in
      let query = "where=\(Door.encoded(condition))"
      return users(condition, query) + members(condition, query) + activities(condition, query)
    }
  }

  private var conditions: [String] {
    ["managers:filled", "managers:contains:@", "last_name:contains:a", "time_spent:gt:0", "last_activity:empty"]
      + platform.users.map { "email:is:\($0.email)" } + platform.customFields.map { "custom:\($0.id):filled" }
  }

  private func users(_ condition: String, _ query: String) -> [Door] {
    let status = roles.opensUsers ? 200 : 403
    let listed = platform.listedUsers(viewer: viewer, tab: .current, conditions: [condition]).map(\.id)
    return [
      Door("/api/v1/users?limit=500&\(query)", status, shown: listed),
      Door(
        "/reports/general-stats/download?\(query)", status, shown: listed, besides: contacts(of: listed),
        file: platform.generalStatsFile(viewer: viewer, filter: ReportFilter(conditions: [condition]))),
    ]
  }

  /// Members may be users whose statistics the viewer does not see.
  private func members(_ condition: String, _ query: String) -> [Door] {
    let isOfStatistics = ["time_spent:", "last_activity:"].contains { condition.hasPrefix($0) }
    let (listed, status) = listed(platform.membersScope(of: viewer), condition, isShown: !isOfStatistics)
    return [
      Door("/api/v1/members?limit=500&\(query)", status, shown: listed, besides: contacts(of: listed)),
      Door("/members/download?\(query)", status, shown: listed, besides: contacts(of: listed)),
    ]
  }

  /// The viewer may see no more of players than the list shows.
  private func activities(_ condition: String, _ query: String) -> [Door] {
    let isOfList = ["last_name:", "email:"].contains { condition.hasPrefix($0) }
    let (listed, status) = listed(platform.collaborativeScope(of: viewer), condition, isShown: isOfList)
    return [
      Door("/api/v1/collaborative-activities?limit=500&\(query)", status, shown: listed),
      Door("/collaborative-activities/download?\(query)", status, shown: listed),
    ]
  }

  /// - Parameters:
  ///   - users: nil if the viewer may not open the list.
  ///   - isShown: whether the list shows the condition's column.
  private func listed(
    _ users: [ReferencePlatform.User]?, _ condition: String, isShown: Bool
  ) -> (users: [String], status: Int) {
    guard let users else { return ([], 403) }
    guard isShown || roles.seesEverybody else { return ([], 400) }
    let listed = users.filter { user in
      platform.satisfies([condition]) { platform.value($0, of: user, ReportFilter()) }
    }
    return (listed.map(\.id), 200)
  }
}
