import Foundation
import ReferenceModel
import Testing
import TestSupport

/// Both engines give the same responses, to the byte: pages, files, lists and the API's objects, with every filter, for
/// viewers of every kind, of random platforms.
/// TALLYBOOK_ENGINE_ARCHIVE is a folder that keeps the responses, to be compared with those of another commit.
/// TALLYBOOK_ENGINE_SEEDS is the number of platforms (6), TALLYBOOK_ENGINE_SEED the first seed (1). Each finished
/// platform is reported, so that a long run can be interrupted and continued there.
@Suite(.enabled(if: PrivateServer.isWanted)) struct TwoEnginesTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let seeds = environment["TALLYBOOK_ENGINE_SEEDS"].flatMap { UInt64($0) } ?? 6
  static let first = environment["TALLYBOOK_ENGINE_SEED"].flatMap { UInt64($0) } ?? 1
  private static let isLong = environment["TALLYBOOK_ENGINE_SEEDS"] != nil
  /// In addition to the owner, who makes most requests.
  private static let others = 2
  private static let sample = 60

  @Test(arguments: 0..<2 as Range<UInt64>) func `Every answer is the same on both engines, byte for byte`(
    lane: UInt64
  ) async throws {
    var answers = 0
    for seed in first..<first + seeds where seed % 2 == lane {
      let (world, before) = (try await World(seed: seed), answers)
      for (viewer, isOwner) in world.viewers(Self.others) {
        let all = EngineAddresses(world.platform, world.reference, viewer: viewer)
        let addresses = isOwner ? all.most(Self.sample) : all.sample(Self.sample)
        let faults = try await world.sites.faults(
          viewer, addresses, open: isOwner ? Set(all.open) : [], archive: ResponseArchive(seed: seed))
        for fault in faults.prefix(5) { Issue.record("seed \(seed): \(fault)") }
        answers += addresses.count
      }
      if Self.isLong { print("seed \(seed): \(answers - before) answers compared") }
    }
    #expect(answers > 100 || Self.seeds < 2)
  }

  private var first: UInt64 { Self.first }
  private var seeds: UInt64 { Self.seeds }

  /// A random platform on both engines.
  private struct World {
    let platform: RandomPlatform
    let reference: ReferencePlatform
    let sites: TwoSites

    init(seed: UInt64) async throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)").path
      defer { try? FileManager.default.removeItem(atPath: folder) }
      platform = RandomPlatform(seed: seed, users: seed % 10 == 0 ? 30...60 : 10...25)
      try platform.write(to: folder)
      reference = try ReferencePlatform(folder: folder, now: RandomPlatform.now)
      sites = TwoSites(
        try await TestSite(folder: folder, on: .sqlite), try await TestSite(folder: folder, on: .postgres))
    }

    /// The owner, and some of the viewers who see others.
    func viewers(_ others: Int) -> [(id: String, isOwner: Bool)] {
      var random = SplitMix64(seed: platform.seed)
      let keepers = reference.users.filter { $0.deletedAt == nil }.map { DoorKeeper(reference, viewer: $0.id) }
      let owners = keepers.filter { reference.roles(of: $0.viewer).isOwner }
      let keeping = keepers.filter { !reference.roles(of: $0.viewer).isOwner && $0.everyone.count > 2 }
      return owners.map { ($0.viewer, true) } + random.some(others...others, of: keeping).map { ($0.viewer, false) }
    }
  }
}
