import Access
import Hummingbird
import Statistics

extension Site {
  /// What pickers search: groups and sessions for filters and sharing, groups that memberships can be given in.
  static let pickers: [Route] = Choices.Kind.allCases.map { kind in
    Route(
      method: .get, path: RouterPath(PickerAPI.path(kind)),
      permission: .role { kind == .memberGroups ? $0.seesMembers : $0.seesUsers }, parameters: .query(["q"]),
      answer: PickerAPI.search(kind))
  }
}
