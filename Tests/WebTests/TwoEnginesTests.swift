import Foundation
import ReferenceModel
import Testing
import TestSupport

/// Both engines give the same answers, to the byte: pages, files, lists and the API's objects, with every filter, for
/// viewers of every kind, of random platforms.
///
/// TALLYBOOK_ENGINE_SEEDS says of how many platforms (6), TALLYBOOK_ENGINE_SEED where to begin (1).
@Suite(.enabled(if: PrivateServer.isWanted)) struct TwoEnginesTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let seeds = environment["TALLYBOOK_ENGINE_SEEDS"].flatMap { UInt64($0) } ?? 6
  static let first = environment["TALLYBOOK_ENGINE_SEED"].flatMap { UInt64($0) } ?? 1
  private static let viewers = 4
  private static let addresses = 120

  @Test(arguments: 0..<2 as Range<UInt64>) func `Every answer is the same on both engines, byte for byte`(
    lane: UInt64
  ) async throws {
    var answers = 0
    for seed in first..<first + seeds where seed % 2 == lane {
      let world = try await World(seed: seed)
      for viewer in world.viewers(Self.viewers) {
        let addresses = world.addresses(viewer, Self.addresses)
        for fault in try await world.differences(viewer, addresses).prefix(5) { Issue.record("seed \(seed): \(fault)") }
        answers += addresses.count
      }
    }
    #expect(answers > 100 || Self.seeds < 2)
  }

  private var first: UInt64 { Self.first }
  private var seeds: UInt64 { Self.seeds }

  /// A random platform on both engines.
  private struct World {
    let platform: RandomPlatform
    let reference: ReferencePlatform
    let sites: [TestSite]

    init(seed: UInt64) async throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)").path
      defer { try? FileManager.default.removeItem(atPath: folder) }
      platform = RandomPlatform(seed: seed, users: seed % 10 == 0 ? 30...60 : 10...25)
      try platform.write(to: folder)
      reference = try ReferencePlatform(folder: folder, now: RandomPlatform.now)
      sites = [
        try await TestSite(folder: folder, on: .sqlite), try await TestSite(folder: folder, on: .postgres),
      ]
    }

    /// The owner, and some of those who see others.
    func viewers(_ count: Int) -> [String] {
      var random = SplitMix64(seed: platform.seed)
      let keepers = reference.users.filter { $0.deletedAt == nil }.map { DoorKeeper(reference, viewer: $0.id) }
      let owner = keepers.filter { reference.roles(of: $0.viewer).isOwner }
      let others = keepers.filter { !reference.roles(of: $0.viewer).isOwner && $0.everyone.count > 2 }
      return (owner + random.some((count - 1)...(count - 1), of: others)).map(\.viewer)
    }

    /// All lists, all files with filters, and some of what is about users and things.
    func addresses(_ viewer: String, _ count: Int) -> [String] {
      var random = SplitMix64(seed: platform.seed &+ 1)
      let keeper = DoorKeeper(reference, viewer: viewer)
      let lists = (keeper.lists + keeper.thingLists).map(\.path).filter { path in
        // The log says when; a directory's answers hold the site's own address, and a hash of it.
        !path.contains("/audit") && !path.contains("/scim/")
      }
      let users = reference.users.flatMap { keeper.doors(to: $0.id) }.map(\.path)
      let things = reference.things.flatMap { keeper.doors(to: $0) }.map(\.path)
      return lists + reports + random.some(count...count, of: users) + random.some(count...count, of: things)
    }

    private var reports: [String] {
      ReferencePlatform.ReportKind.allCases.flatMap { kind in
        platform.reportFilters(5).map { kind.fitting($0) }.flatMap { filter in
          let query = filter.query.map { "\($0.name)=\(Browser.encoded($0.value))" }.joined(separator: "&")
          return ["csv", "ndjson"].map { "/reports/\(kind.rawValue)/download?format=\($0)&\(query)" }
            + ["/api/v1/reports/\(kind.rawValue)?\(query)"]
        }
      }
    }

    func differences(_ viewer: String, _ addresses: [String]) async throws -> [String] {
      var programs: [Browser] = []
      for site in sites { programs.append(try await site.program(of: viewer)) }
      var differences: [String] = []
      for address in addresses {
        let (one, other) = (try await programs[0].get(address), try await programs[1].get(address))
        if one.status == other.status, one.data == other.data { continue }
        differences.append(
          "\(address) for \(viewer): \(one.status), \(other.status): \(Self.first(one.text, other.text))")
      }
      return differences
    }

    /// The first lines that differ.
    private static func first(_ one: String, _ other: String) -> String {
      let (left, right) = (one.split(separator: "\n"), other.split(separator: "\n"))
      let pair = zip(left, right).first { $0 != $1 }
      return pair.map { "\($0.prefix(500))\n\($1.prefix(500))" } ?? "\(left.count) and \(right.count) lines"
    }
  }
}
