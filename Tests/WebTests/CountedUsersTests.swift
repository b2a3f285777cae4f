import Foundation
import ReferenceModel
import Testing

/// Counts of users in distributions, statuses and lists lead to the list of exactly these users.
@Suite struct CountedUsersTests {
  private static let pages = 8
  private static let linksPerPage = 8

  @Test(arguments: [UInt64](6_101...6_104)) func `Every count of users leads to as many users, for every viewer`(
    seed: UInt64
  ) async throws {
    let world = try await AccessWorld(seed: seed)
    var random = SplitMix64(seed: seed)
    var followed = 0
    for keeper in random.some(5...5, of: world.keepers.filter { $0.everyone.count > 2 }) {
      let program = try await world.program(of: keeper.viewer)
      let open = world.reference.things.filter { world.reference.mayOpen($0, viewer: keeper.viewer) }
      for thing in random.some(Self.pages...Self.pages, of: open) {
        let path = thing.path.split(separator: "/", maxSplits: 1).map(String.init)
        let page = try await program.get("/\(path[0])/\(Browser.encoded(path[1]))")
        followed += try await follow(page, thing, keeper, world, &random)
      }
      for list in RankedList.allCases {
        for query in ["", "?subgroups=true&group=" + Browser.encoded(random.pick(world.reference.groups).id)] {
          let page = try await program.get("/\(list.rawValue)\(query)")
          if page.status == 200 { followed += try await follow(page, nil, keeper, world, &random) }
        }
      }
    }
    #expect(followed > 60, "seed \(seed): too little to show")
  }

  /// Follows some of the links of a page.
  /// - Parameter thing: that of the page; nil for a list.
  /// - Returns: how many.
  private func follow(
    _ page: Answer, _ thing: ReferenceThing?, _ keeper: DoorKeeper, _ world: AccessWorld, _ random: inout SplitMix64
  ) async throws -> Int {
    let links = page.text.matches(of: #/<a href="([^"]+)#users"[^>]*><bdi>([0-9]+)<\/bdi>/#)
      .map { (href: String($0.1).replacing("&amp;", with: "&"), count: Int($0.2)) }
    let chosen = random.some(Self.linksPerPage...Self.linksPerPage, of: links)
    for link in chosen {
      let list = try await world.program(of: keeper.viewer).get(link.href)
      let users = list.text.components(separatedBy: "<section id=\"users\"").last ?? ""
      // A page has 50 rows, and the platform fewer users; the first row has the titles.
      let rows = users.components(separatedBy: "<tr role=\"row\">").count - 1
      #expect(list.status == 200 && rows == link.count, "\(link) for \(keeper.viewer): \(rows)")
      if let thing, let expected = members(link.href, thing, keeper, world) {
        #expect(TellingNames.numbers(in: users.utf8) == expected, "\(link) for \(keeper.viewer)")
      }
    }
    return chosen.count
  }

  /// The users of a page who are members of the group that a link chooses; nil if it chooses none.
  private func members(
    _ href: String, _ thing: ReferenceThing, _ keeper: DoorKeeper, _ world: AccessWorld
  ) -> Set<Int>? {
    let group = href.split(separator: "?").last?.split(separator: "&").first { $0.hasPrefix("group=") }
    guard let id = group?.dropFirst("group=".count).description.removingPercentEncoding else { return nil }
    let users = world.reference.pageUsers(thing, viewer: keeper.viewer).filter { user in
      world.reference.openMemberships(of: user.id).contains { equalByCodePoint($0.group, id) }
    }
    return Set(users.map(\.number))
  }
}
