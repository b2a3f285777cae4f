import ReferenceModel
import Statistics
import Testing
import TestSupport

/// Product and reference agree on random platforms, number by number and cell by cell.
/// The seeds run in lanes, one after another within a lane, so that few stores are open at a time. On a server only the
/// first seeds run: `TwoEnginesTests` check that it gives the same results as SQLite.
@Suite struct RandomAgreementTests {
  static let seeds: ClosedRange<UInt64> = TestServer.address == nil ? 1...200 : 1...40
  static let lanes: Range<UInt64> = 0..<4

  @Test(arguments: lanes) func `The reference agrees with every statistic, file and scope`(lane: UInt64) async throws {
    for seed in Self.seeds where seed % 4 == lane {
      let world = try await RandomWorld(seed: seed, isSmall: seed % 10 != 0)
      if let difference = try await Self.difference(world) { Issue.record("seed \(seed): \(difference)") }
    }
  }

  /// Describes the first difference.
  private static func difference(_ world: RandomWorld) async throws -> String? {
    if let difference = try await statisticsDifference(world) { return difference }
    let viewers = world.viewers
    for viewer in viewers {
      if let difference = try await difference(world, viewer) { return difference }
    }
    var random = SplitMix64(seed: world.seed)
    for user in random.some(4...4, of: world.reference.users) {
      let viewer = random.pick(viewers)
      let found = try await world.product.individualGeneralStatsFile(viewer, user: user.id)
      let expected = world.reference.individualGeneralStatsFile(viewer: viewer, user: user.id)
      if let words = cellDifference(found, expected) {
        return "individual stats of \(user.id) as \(viewer) sees them: \(words)"
      }
    }
    return nil
  }

  /// Of all users; their sections in the order that the definitions specify.
  private static func statisticsDifference(_ world: RandomWorld) async throws -> String? {
    let found = try await world.product.statistics(of: world.reference.users.map(\.id), viewer: world.owner)
    for user in world.reference.users {
      let (json, expected) = (try ExactJSON(parsing: found[user.id] ?? "null"), world.reference.statistics(of: user.id))
      if equalByCodePoint(json.compareForm, expected.compareForm) { continue }
      return json.differences(from: expected, at: user.id).first ?? "the sections of \(user.id) are in another order"
    }
    return nil
  }

  private static func difference(_ world: RandomWorld, _ viewer: String) async throws -> String? {
    let (product, reference) = (world.product, world.reference)
    var random = SplitMix64(seed: world.seed)
    for tab in ReferencePlatform.Tab.allCases {
      let walked = try await product.walk(viewer, tab)
      let expected = reference.roles(of: viewer).opensUsers ? reference.scope(of: viewer, tab: tab).map(\.id) : nil
      if walked != expected { return "\(viewer) sees \(walked ?? []) (\(tab)) instead of \(expected ?? [])" }
      let search = random.pick(searches)
      let groups = random.some(0...2, of: reference.groups.map(\.id) + ["no-such-group"])
      let fields = random.maybe(50, random.some(0...2, of: reference.customFields.map(\.id)))
      for (search, groups, fields) in [("", [], nil), (search, [], fields), ("", groups, fields)] {
        let found = try await product.usersFile(viewer, tab, search: search, groups: groups, fields: fields)
        let expected = reference.usersFile(viewer: viewer, tab: tab, search: search, groups: groups, fields: fields)
        if let words = cellDifference(found, expected) {
          return "\(tab) users of \(viewer) (search \(search), groups \(groups)): \(words)"
        }
      }
    }
    for filter in world.platform.reportFilters(4) {
      let found = try await product.generalStatsFile(viewer, filter)
      let expected = reference.generalStatsFile(viewer: viewer, filter: filter)
      if let words = cellDifference(found, expected) {
        return "general stats for \(viewer), \(filter.query): \(words)"
      }
    }
    let repliesCount = reference.repliesCountAsPublications
    let activities = try await product.collaborativeActivitiesFile(viewer, repliesCount: repliesCount)
    if let words = cellDifference(activities, reference.collaborativeActivitiesFile(viewer: viewer)) {
      return "collaborative activities for \(viewer): \(words)"
    }
    let registrations = try await product.registrationsFile(viewer)
    return cellDifference(registrations, reference.registrationsFile(viewer: viewer))
      .map { "registrations for \(viewer): \($0)" }
  }

  private static let searches = [
    "a", "STRASSE", "angstrom", "ann s", "smith b", "@EXAMPLE", "%", "_", "\\", "ß", "zzz", " Émile ", "lukasz",
    "o\u{2018}hara", "duro", "-smith",
    "Ann, Smith", "b smith", "maria-smith", "王小龍", "小龍王", "yildiz", ",", "-", "odegard soren", "g e", "example ann",
  ]
}
