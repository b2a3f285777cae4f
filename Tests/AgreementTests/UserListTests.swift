import ReferenceModel
import Statistics
import Testing

/// The list of users, sorted by any column and read in pages of any size, goes through all users once, in the order of
/// `statistics.md`, rule 8.
@Suite struct UserListTests {
  static let seeds: ClosedRange<UInt64> = 301...306
  static let limits = [1, 2, 7, 50, 500]

  @Test(arguments: seeds) func `Every sort, direction and page size walks through all users in order`(seed: UInt64)
    async throws
  {
    let world = try await RandomWorld(seed: seed)
    let viewers = [world.owner, world.viewers.first { world.reference.scope(of: $0, tab: .current).count > 2 } ?? ""]
    for viewer in viewers {
      for tab in ReferencePlatform.Tab.allCases {
        let users = world.reference.scope(of: viewer, tab: tab)
        for sort in UserList.Kind.users.columns.map(\.key) {
          for descending in [false, true] {
            let expected = Self.order(users, by: sort, descending: descending, world.reference)
            for limit in Self.limits {
              let walked = try await world.product.walk(viewer, tab, sort: sort, descending: descending, limit: limit)
              #expect(walked == expected, "seed \(seed), \(viewer), \(tab), \(sort) \(descending), \(limit) a page")
            }
          }
        }
      }
    }
  }

  /// "No value last in both directions; ties by last name, first name, id." The reference's users are in that order.
  private static func order(
    _ users: [ReferencePlatform.User], by sort: String, descending: Bool, _ reference: ReferencePlatform
  ) -> [String] {
    let keyed = users.enumerated().map { (place: $0, id: $1.id, value: value(of: $1, sort, reference)) }
    return keyed.sorted { left, right in
      switch (left.value, right.value) {
      case (nil, nil): left.place < right.place
      case (nil, _): false
      case (_, nil): true
      case (let a?, let b?) where a == b: left.place < right.place
      case (let a?, let b?): a.lexicographicallyPrecedes(b) != descending
      }
    }.map(\.id)
  }

  /// The value that the column sorts by: the name's key, the address's characters, or one number.
  private static func value(
    of user: ReferencePlatform.User, _ sort: String, _ reference: ReferencePlatform
  ) -> [Int]? {
    switch sort {
    case "first_name": SortKey(user.firstName).scalars.map(Int.init)
    case "last_name": SortKey(user.lastName).scalars.map(Int.init)
    case "email": user.email.unicodeScalars.map { Int($0.value) }
    case "time_spent": [reference.timeSpent(by: user.id)]
    case "last_activity": reference.lastActivity(of: user.id).map { [$0] }
    default:
      [
        reference.managers.count { relation in
          relation.manager == user.id && relation.isOpen && reference.user(relation.user)?.deletedAt == nil
        }
      ]
    }
  }
}
