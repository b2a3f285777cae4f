import Access
import DatabaseAccess
import ReferenceModel
import Support
import Testing

@testable import Statistics
@testable import Web

/// The records behind a number add up to the number, and the number is the reference's.
@Suite struct EvidenceTests {
  private static let statistics = Statistic.all.filter { Evidence.exists(for: $0) }

  /// A number of a user; with a tag if the statistic is one of a tag.
  private struct Pair: Sendable {
    let user: String
    let statistic: Statistic
    let tag: String?
    /// The window of a week's number.
    let week: Period
  }

  private struct Found: Sendable {
    let value: Statistics.Cell
    let sums: Statistics.Cell
    let listed: Statistics.Cell
    let counted: Int
    let all: Int
    let announced: Int
    /// The ids of the withdrawn facts, by kind.
    let withdrawn: [String: [String]]
  }

  @Test func `Every statistic of a user has records, but for the list of managers`() {
    let families: [Statistic.Family] = [.users, .general, .report, .collaboration, .tags]
    let without = Statistic.all.filter { families.contains($0.family) && !Evidence.exists(for: $0) }
    #expect(without.map(\.key) == ["managers"])
    let others = [
      "time_spent", "last_activity", "direct_reports", "groups", "weekly_training_time", "publications", "comments",
      "reactions", "tag_training_score", "tag_assessment_score", "tag_average_score", "tag_work",
    ]
    #expect(Set(Self.statistics.map(\.key)) == Set(UserTotal.all.map(\.key) + others))
  }

  @Test(arguments: UInt64(701)...704) func `The records of 3,000 random numbers add up to them`(seed: UInt64)
    async throws
  {
    let world = try await RandomWorld(seed: seed)
    var random = SplitMix64(seed: seed)
    var seen: Set<String> = []
    var withdrawn = 0
    for _ in 0..<3_000 {
      let pair = Pair(
        user: random.pick(world.reference.users).id, statistic: random.pick(Self.statistics),
        tag: random.pick(world.reference.tags).id, week: Self.week(before: random.pick(Array(0...30))))
      let found = try await Self.found(pair, world, viewer: world.owner)
      let words = "seed \(seed): \(pair.statistic.key) of \(pair.user), tag \(pair.tag ?? "")"
      #expect(found.value == found.sums || Self.isEqual(found.value, found.sums), "\(words)")
      #expect(Self.isEqual(found.listed, found.sums), "\(words): the list")
      #expect(found.all == found.announced, "\(words): \(found.all) listed of \(found.announced)")
      #expect(found.withdrawn == Self.withdrawn(pair, world.reference), "\(words): what was withdrawn")
      withdrawn += found.withdrawn.values.map(\.count).reduce(0, +)
      let expected = Self.expected(pair, world.reference)
      #expect(try ExactJSON(parsing: JSONValue(found.value).text).compareForm == expected.compareForm, "\(words)")
      seen.insert(pair.statistic.key)
    }
    #expect(seen.count == Self.statistics.count && withdrawn > 100)
  }

  private static func week(before days: Int) -> Period {
    Period(from: RandomPlatform.now - (days + 7) * 86_400, to: RandomPlatform.now - days * 86_400)
  }

  private static func isEqual(_ a: Statistics.Cell, _ b: Statistics.Cell) -> Bool {
    guard case .percent(let left) = a, case .percent(let right) = b else { return a == b }
    return left.denominator == 0 && right.denominator == 0
      || left.denominator * right.denominator > 0
        && left.numerator * right.denominator == right.numerator * left.denominator
  }

  /// Walks the whole list in small pages, and sums up its values.
  private static func found(_ pair: Pair, _ world: RandomWorld, viewer: String) async throws -> Found {
    let found = try await world.product.asking(viewer) { viewer, session in
      let scope = Scope.page(of: viewer)
      let tag = try session.first("SELECT key FROM tags WHERE id = \(pair.tag ?? "")") { $0.integer(at: 0) }
      let evidence = try #require(
        Evidence(
          pair.statistic, of: try Subject(id: pair.user, in: scope, session), tag: tag, period: pair.week,
          at: world.product.moment, scope: scope, repliesCount: world.reference.repliesCountAsPublications))
      var items: [Evidence.Item] = []
      var cursor: EvidenceCursor?
      repeat {
        let page = try evidence.page(limit: 7, after: cursor, session)
        items += page.items
        cursor = try page.next.flatMap { EvidenceCursor(try $0.text) }
      } while cursor != nil
      let sums = try evidence.sums(session)
      let announced = sums.reduce(0) { $0 + $1.records - $1.notShown } + (try evidence.leftOut(session))
      return Found(
        value: try evidence.value(session), sums: evidence.total(of: sums),
        listed: evidence.total(of: Self.sums(of: items)), counted: items.filter { $0.reason == nil }.count,
        all: Set(items.map { "\($0.kind) \($0.id)" }).count, announced: announced,
        withdrawn: Self.withdrawn(among: items))
    }
    return try #require(found)
  }

  private static func sums(of items: [Evidence.Item]) -> [Evidence.Sum] {
    let counted = Dictionary(grouping: items.filter { $0.reason == nil }, by: \.kind)
    return counted.sorted { $0.key < $1.key }.map { kind, items in
      let amounts = items.map { item -> Int in
        switch item.contribution {
        case .percent(let mean): mean.numerator
        case .duration(let number), .instant(let number), .count(let number): number
        default: 0
        }
      }
      return Evidence.Sum(kind: kind, records: items.count, amount: amounts.reduce(0, +), notShown: 0)
    }
  }

  private static func withdrawn(among items: [Evidence.Item]) -> [String: [String]] {
    let left = items.filter { $0.reason == .withdrawn && $0.contribution == nil && $0.leadsTo == nil }
    return Dictionary(grouping: left, by: \.kind).mapValues { $0.map(\.id).sorted() }
  }

  /// The user's withdrawn facts, of the kinds that the number is made of.
  private static func withdrawn(_ pair: Pair, _ reference: ReferencePlatform) -> [String: [String]] {
    let isOfTag = pair.statistic.family == .tags
    var found: [String: [String]] = [:]
    for kind in kinds(of: pair.statistic.key) {
      let ids = reference.withdrawn[kind, default: []].filter { row in
        guard row[kind == "posts" ? "author" : "user"] == pair.user else { return false }
        let tags =
          reference.questions[row["question"] ?? ""]?.tags ?? reference.assessments[row["assessment"] ?? ""]?.tags ?? []
        return !isOfTag || tags.contains(pair.tag ?? "")
      }.map { $0["id"] ?? $0["slot"] ?? "" }
      if !ids.isEmpty { found[kind] = ids.sorted() }
    }
    return found
  }

  private static func kinds(of key: String) -> [String] {
    switch key {
    case "time_spent", "last_activity", "weekly_training_time": ["attempts"]
    case "tag_training_score": ["answers"]
    case "tag_assessment_score": ["assessment_results"]
    case "tag_average_score", "tag_work": ["answers", "assessment_results"]
    case "publications", "comments": ["posts"]
    case "reactions": ["reactions"]
    default: UserTotal.all.first { $0.key == key }?.records ?? []
    }
  }

  private static func expected(_ pair: Pair, _ reference: ReferencePlatform) -> ExactJSON {
    let user = pair.user
    let statistics = reference.statistics(of: user)
    switch pair.statistic.key {
    case "weekly_training_time":
      let within = reference.attempts[user, default: []].filter { attempt in
        attempt.lastActivityAt >= pair.week.from ?? 0 && attempt.lastActivityAt < pair.week.to ?? 0
      }
      return .whole(within.map(\.timeSpent).reduce(0, +))
    case "time_spent": return .whole(reference.timeSpent(by: user))
    case "last_activity": return .instant(reference.lastActivity(of: user))
    case "direct_reports": return .whole(reference.directReports(of: user).count)
    case "publications": return .whole(reference.publications(of: user))
    case "comments": return .whole(reference.comments(of: user))
    case "reactions": return .whole(reference.reactions(of: user))
    case "groups":
      if case .list(let groups)? = statistics["general"]?["groups"] { return .whole(groups.count) }
      return .null
    case let key where key.hasPrefix("tag_"):
      guard case .list(let rows)? = statistics["tags"] else { return .null }
      let row = rows.first { $0["tag"]?.compareForm == ExactJSON.text(pair.tag ?? "").compareForm }
      return row?[String(key.dropFirst(4))] ?? (key == "tag_work" ? .whole(0) : .null)
    case let key: return statistics["general"]?[key] ?? statistics["report"]?[key] ?? .null
    }
  }
}
