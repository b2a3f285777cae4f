import Foundation
import ReferenceModel
import Support
import Testing

/// Random platforms are valid, repeatable and obey the invariants of `statistics.md`.
@Suite struct RandomPlatformTests {
  static let seeds: ClosedRange<UInt64> = 1...6

  @Test(arguments: seeds) func `A random platform keeps the rules of records`(seed: UInt64) throws {
    try inFolder(of: RandomPlatform(seed: seed)) { folder in
      let broken = try RecordRules(folder: folder, now: RandomPlatform.now).broken()
      #expect(broken == [])
    }
  }

  @Test func `The same seed writes the same files`() throws {
    func contents() throws -> [String: Data] {
      try inFolder(of: RandomPlatform(seed: 7)) { folder in
        let names = try Folder.names(in: folder)
        return try Dictionary(
          uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)"))) })
      }
    }
    let (once, again) = (try contents(), try contents())
    #expect(once == again)
  }

  @Test(arguments: seeds) func `The laws hold on a random platform`(seed: UInt64) throws {
    let platform = try inFolder(of: RandomPlatform(seed: seed)) {
      try ReferencePlatform(folder: $0, now: RandomPlatform.now, timeZone: "America/New_York")
    }
    let owner = try #require(platform.users.first { platform.roles(of: $0.id).isOwner })
    for user in platform.users {
      let numbers = platform.generalNumbers(of: user.id)
      #expect(numbers.totalTimeSpent <= platform.timeSpent(by: user.id))
      #expect((numbers.averageScore?.roundedToHundredths ?? 0) / 100 <= 100)
    }
    var everything = ReportFilter()
    (everything.from, everything.to) = ("1900-01-01", "2100-01-01")
    everything.users = platform.users.map(\.id)
    let filtered = platform.generalStatsFile(viewer: owner.id, filter: everything)
    #expect(filtered == platform.generalStatsFile(viewer: owner.id))
  }

  private func inFolder<Result>(of platform: RandomPlatform, _ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try platform.write(to: folder)
    return try body(folder)
  }
}
