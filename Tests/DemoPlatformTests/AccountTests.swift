import Testing

@testable import DemoPlatform

@Suite("The accounts are worth looking around as")
struct AccountTests {
  private func user(_ role: DemoAccount.Role, _ world: World) -> DemoAccount {
    world.platform.accounts.first { $0.role == role }!
  }

  @Test("There are four, they are users, and none is deleted", arguments: [20, 120, 500])
  func four(_ users: Int) throws {
    let world = try World(users: users, reading: ["users"])
    #expect(Set(world.platform.accounts.map(\.role)) == Set(DemoAccount.Role.allCases))
    let rows = world["users"]["id", "email", "first_name", "last_name", "deleted_at"]
    for account in world.platform.accounts {
      let row = rows.first { $0[0] == account.userID }!
      #expect(row[1] == account.email && row[2] + " " + row[3] == account.name && row[4].isEmpty)
    }
  }

  @Test("They do not depend on anything but users and seed")
  func stable() {
    let platform = { DemoPlatform(users: 300, seed: 5, now: World.now + $0) }
    #expect(platform(0).accounts == platform(86_400 * 90).accounts)
  }

  @Test("The owner holds the one open owner membership", arguments: [20, 500])
  func owner(_ users: Int) throws {
    let world = try World(users: users, reading: ["memberships", "managers"])
    let open = world["memberships"]["role", "until", "user"].filter { $0[0] == "owner" && $0[1].isEmpty }
    #expect(open.map { $0[2] } == [user(.owner, world).userID])
  }

  @Test("The coach coaches a handful of learners, the learner among them, and nothing else", arguments: [20, 120, 500])
  func coach(_ users: Int) throws {
    let world = try World(users: users, reading: ["memberships", "managers"])
    let coach = user(.coach, world).userID
    let open = world["memberships"]["group", "user", "role", "until"].filter { $0[3].isEmpty }
    let groups = Set(open.filter { $0[1] == coach && $0[2] != "learner" }.map { $0[0] })
    #expect(groups.count == 1)
    let learners = open.filter { groups.contains($0[0]) && $0[2] == "learner" }.map { $0[1] }
    #expect((4...10).contains(learners.count) && learners.contains(user(.learner, world).userID))
    #expect(!world["managers"]["manager"].contains(coach))
  }

  @Test("The manager has six to twelve direct reports, the learner among them", arguments: [20, 120, 500, 3000])
  func manager(_ users: Int) throws {
    let world = try World(users: users, attemptsPerUser: 1, reading: ["users", "managers"])
    let deleted = Set(world["users"]["id", "deleted_at"].filter { !$0[1].isEmpty }.map { $0[0] })
    let reports = world["managers"]["manager", "until", "user"]
      .filter { $0[0] == user(.manager, world).userID && $0[1].isEmpty && !deleted.contains($0[2]) }
    #expect((6...12).contains(reports.count))
    #expect(reports.contains { $0[2] == user(.learner, world).userID })
  }

  @Test("The learner has attempts, answers, posts, reactions and certificates of every status")
  func learner() throws {
    let world = try World.middle.get()
    let learner = user(.learner, world).userID
    #expect(world["attempts"]["user"].count { $0 == learner } >= 30)
    #expect(world["answers"]["user"].count { $0 == learner } >= 10)
    #expect(world["posts"]["author"].count { $0 == learner } >= 10)
    #expect(world["reactions"]["user"].count { $0 == learner } >= 10)
    let ends = world["certificates"]["user", "expires_at"].filter { $0[0] == learner }.map { seconds($0[1]) }
    #expect(ends.contains(nil))
    for range in [0...World.now, World.now + 1...World.now + 30 * 86_400, World.now + 30 * 86_400 + 1...Int.max] {
      #expect(ends.contains { $0.map(range.contains) ?? false })
    }
  }
}
