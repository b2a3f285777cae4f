import Access
import Foundation
import ReferenceModel
import Reports
import Statistics
import Support
import Testing

@testable import Web

/// "Why is this person not here?": the answers are those of the reference, for any viewer, filter, condition and user.
@Suite struct PresenceTests {
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `The reason why a user is not in a report is that of the reference`(lane: UInt64) async throws {
    var reasons: [String: Int] = [:]
    for seed in 5_001...5_012 as ClosedRange<UInt64> where seed % 4 == lane {
      let world = try await RandomWorld(seed: seed, isSmall: true)
      var random = SplitMix64(seed: seed &+ 3)
      let ids = world.reference.users.map(\.id) + ["no-such-user"]
      for kind in ReferencePlatform.ReportKind.allCases {
        for filter in world.platform.reportFilters(4) {
          var filter = kind.fitting(filter)
          filter.conditions = world.platform.conditions(kind, 0...3, &random)
          filter.subgroups = random.chance(50)
          for viewer in random.some(2...3, of: world.viewers) + [world.owner] {
            for user in random.some(4...6, of: ids) {
              let found = try await world.product.presence(of: user, kind, viewer, filter)
              let expected = world.reference.presence(of: user, in: kind, viewer: viewer, filter: filter)
              guard found == expected else {
                Issue.record(
                  """
                  seed \(seed), \(user) in \(kind.rawValue) for \(viewer), \(filter.query): \
                  \(found.map { "\($0)" } ?? "nil") instead of \(expected.map { "\($0)" } ?? "nil")
                  """)
                return
              }
              if let found { reasons[found.reason, default: 0] += 1 }
            }
          }
        }
      }
    }
    for key in ReportPresence.reportKeys { #expect(reasons[key, default: 0] > 5, "\(key): \(reasons)") }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `In a summary, the row is the first one that counts the user`(seed: UInt64) async throws {
    let world = try await RandomWorld(seed: 5_101 + seed, isSmall: true)
    for by in ["group", "title", "manager", "program_session"] {
      let question = SummaryQuestion(by: [by])
      let table = try await world.product.summaryTable(world.owner, question)
      for user in world.reference.users {
        var choice = ReportFilters()
        choice.by = [by]
        let request = try choice.request(world.product.style, now: world.product.now, .summary)
        let found = try await world.product.asking(world.owner) { viewer, session in
          try request.presence(of: user.id, for: viewer, repliesCount: true, session)
        }
        let first = table.rows.firstIndex {
          world.reference.belongs(user.id, to: $0.by[0].id, by: by, question.filter)
        }
        switch found {
        case .deleted?: #expect(user.deletedAt != nil)
        case .present(let row)?: #expect(row - 1 == first, "\(by), \(user.id)")
        case .noRows?: #expect(first == nil, "\(by), \(user.id)")
        default: Issue.record("\(by), \(user.id): \(String(describing: found))")
        }
      }
    }
  }
}

extension Product {
  func presence(
    of user: String, _ kind: ReferencePlatform.ReportKind, _ viewer: String, _ filter: ReportFilter
  ) async throws -> Presence? {
    guard let kind = CustomReport.Kind(rawValue: kind.rawValue) else { return nil }
    let (request, repliesCount) = (try request(kind, filter), repliesCountAsPublications)
    return try await asking(viewer) { viewer, session in
      guard kind.isOpen(to: viewer.roles) else { return nil }
      let found = try request.presence(of: user, for: viewer, repliesCount: repliesCount, session)
      switch found {
      case .present(let row): return Presence(found.key, row: row)
      case .condition(let condition, let values):
        let texts = try values.map { try ExactJSON(parsing: JSONValue($0).text).compareForm }
        return Presence(found.key, condition: condition.text, values: texts.sorted(by: precedesByCodePoint))
      default: return Presence(found.key)
      }
    }
  }
}
