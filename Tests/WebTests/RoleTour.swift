import Foundation
import ReferenceModel

/// Every request that a user of any role may make: lists, files, reports through the API, and everything about a user
/// and about a session, course, group and tag.
struct RoleTour {
  let platform: ReferencePlatform

  /// One user for each set of roles that occurs.
  var viewers: [String] {
    var roles: Set<String> = []
    return platform.users.filter { $0.deletedAt == nil && roles.insert(role(of: $0.id)).inserted }.map(\.id)
  }

  private func role(of user: String) -> String {
    let roles = platform.roles(of: user)
    return [
      roles.seesEverybody, !roles.administered.isEmpty, !roles.userAdministered.isEmpty, !roles.coached.isEmpty,
      !roles.directReports.isEmpty, !roles.authored.isEmpty,
    ].map { $0 ? "1" : "0" }.joined()
  }

  func paths(for viewer: String) -> [String] {
    let keeper = DoorKeeper(platform, viewer: viewer)
    let everyone = keeper.everyone
    let seen = platform.users.map(\.id).filter(everyone.contains).prefix(1)
    let things = Dictionary(grouping: platform.things) { $0.path.prefix { $0 != "/" } }.values.compactMap(\.first)
    let doors = keeper.lists + keeper.thingLists + seen.flatMap(keeper.doors) + things.flatMap(keeper.doors)
    return doors.map(\.path) + reports
  }

  private var reports: [String] {
    let sessions = platform.things.map(\.path).compactMap { path -> String? in
      let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
      let kind = ["program-sessions": "program", "path-sessions": "path"][parts[0]]
      return kind.map { "\($0):\(Browser.encoded(parts[1]))" }
    }
    return ReferencePlatform.ReportKind.allCases.flatMap { kind in
      [
        "", "?from=2026-01-01&to=2026-03-01", "?session=\(sessions[0])", "?session=\(sessions[sessions.count - 1])",
        "?group=\(Browser.encoded(platform.groups[0].id))",
      ]
      .map { "/api/v1/reports/\(kind.rawValue)\($0)" }
    }
  }
}
