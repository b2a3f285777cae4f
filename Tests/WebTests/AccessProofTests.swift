import Foundation
import ReferenceModel
import Testing

/// Each viewer sees exactly their users: random viewers at the addresses of random users, lists, files, sessions,
/// courses, groups and tags, compared with an implementation of access.md that is independent of the product.
/// TALLYBOOK_ACCESS_TRIPLES is the number of requests (3,000), TALLYBOOK_ACCESS_SEED the first seed (1).
@Suite struct AccessProofTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let triples = environment["TALLYBOOK_ACCESS_TRIPLES"].flatMap { Int($0) } ?? 3_000
  static let first = environment["TALLYBOOK_ACCESS_SEED"].flatMap { UInt64($0) } ?? 1
  /// The number of addresses requested from one platform.
  private static let perWorld = 500

  @Test func `No viewer is shown or refused anything but what access.md says`() async throws {
    var (seed, left, opened) = (Self.first, Self.triples, 0)
    while left > 0 {
      let world = try await AccessWorld(seed: seed)
      let cases = world.cases(min(left, Self.perWorld))
      let faults = try await world.faults(cases)
      for fault in faults.prefix(5) { Issue.record("seed \(seed): \(fault)") }
      if faults.count > 5 { Issue.record("seed \(seed): and \(faults.count - 5) more") }
      if !faults.isEmpty { return }
      opened += cases.count { $0.door.status == 200 }
      left -= cases.count
      seed += 1
    }
    #expect(opened * 5 > Self.triples, "too few addresses opened for this to say much")
  }

  /// Without the facts of users outside the scope, everything shown to a viewer stays the same to the byte: no sum
  /// includes them.
  @Test(arguments: [UInt64](9_001...9_003)) func `What users outside do changes nothing that a viewer is shown`(
    seed: UInt64
  ) async throws {
    let world = try await AccessWorld(seed: seed)
    var random = SplitMix64(seed: seed)
    for keeper in random.some(2...2, of: world.keepers.filter(\.isNarrow)) {
      let outside = Set(world.reference.users.map(\.id)).subtracting(keeper.everyone)
      let changed = try await AccessWorld(seed: seed, without: outside)
      let doors =
        keeper.lists + keeper.thingLists + world.reference.things.flatMap { keeper.doors(to: $0) }
        + world.reference.users.filter { keeper.everyone.contains($0.id) }.flatMap { keeper.doors(to: $0.id) }
      let (one, other) = (try await world.program(of: keeper.viewer), try await changed.program(of: keeper.viewer))
      for door in doors where !Self.isAboutEverybody(door.path) {
        let (before, after) = (try await one.get(door.path), try await other.get(door.path))
        #expect(
          before.status == after.status && before.data == after.data, "seed \(seed), \(keeper.viewer), \(door.path)")
      }
    }
  }

  /// Random administrators perform random actions on random accounts: address, link, name, deletion, restoration,
  /// roles.
  @Test func `Nobody changes an account, or is kept from it, but as access md says`() async throws {
    var (seed, left, done) = (Self.first, Self.triples / 3, 0)
    while left > 0 {
      let world = try await AccountWorld(seed: seed)
      for asked in world.cases(min(left, Self.perWorld / 2)) {
        let (isDone, fault) = try await world.outcome(of: asked)
        if let fault {
          Issue.record("seed \(seed): \(fault)")
          return
        }
        done += isDone ? 1 : 0
        left -= 1
      }
      seed += 1
    }
    #expect(done * 10 > Self.triples / 3, "too little was done for this to say much")
  }

  /// Public statistics are computed from the facts of any user; logs list viewers.
  private static func isAboutEverybody(_ path: String) -> Bool {
    ["/people/", "/public", "/account", "/audit"].contains { path.contains($0) }
  }
}

extension DoorKeeper {
  /// Sees some users, but not all.
  fileprivate var isNarrow: Bool { everyone.count > 2 && everyone.count < platform.users.count - 1 }
}
