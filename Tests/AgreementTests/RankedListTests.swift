import Foundation
import ReferenceModel
import Testing

/// The lists of insights.md §5 have the rows, numbers and order of the reference: on random platforms, for random
/// viewers, filters, conditions and columns; and those of the sample.
@Suite struct RankedListTests {
  private static let combinations = 60

  @Test(arguments: [UInt64](4_501...4_508)) func `Every list has the rows, numbers and order of the reference`(
    seed: UInt64
  ) async throws {
    let world = try await RandomWorld(seed: seed, isSmall: seed % 4 != 0)
    var random = SplitMix64(seed: seed &+ 9)
    let filters = world.platform.reportFilters(12)
    let authors = world.reference.courses.map(\.author)
    var (rows, narrowed) = (0, 0)
    for index in 0..<Self.combinations {
      let list = RankedList.allCases[index % RankedList.allCases.count]
      let viewer = random.chance(50) ? world.owner : random.pick(world.viewers + authors)
      var filter = random.chance(40) ? ReportFilter() : random.pick(filters)
      (filter.from, filter.to, filter.fields) = (nil, nil, nil)
      filter.subgroups = random.chance(50)
      if random.chance(50) { filter.conditions = world.platform.conditions(list, 1...2, &random) }
      let (sort, descending) = (random.pick(list.numbers + list.others), random.chance(50))
      let found = try await world.product.ranked(
        list, viewer: viewer, filter, sort: sort, descending: descending)
      let expected = world.reference.ranked(list, viewer: viewer, filter, sort: sort, descending: descending)
      let wanted = expected.map { "\($0.id) \($0.json(list.numbers))" }
      let shown = (found ?? []).map { "\($0.id) \($0.numbers)" }
      if shown != wanted {
        let place = zip(shown, wanted).first { $0 != $1 }.map { "\($0) instead of \($1)" } ?? ""
        let asked = "\(list.rawValue) for \(viewer), \(filter.query), by \(sort)"
        Issue.record("seed \(seed), \(asked): \(shown.count) of \(wanted.count) rows, \(place)")
        return
      }
      rows += shown.count
      if !filter.conditions.isEmpty, !shown.isEmpty { narrowed += 1 }
    }
    #expect(rows > 50 && narrowed > 2, "too little to show: \(rows) rows, \(narrowed) narrowed")
  }

  @Test(arguments: ["u0", "u1"]) func `The courses and questions of the sample are those expected`(
    viewer: String
  ) async throws {
    let product = try await Product(folder: SampleTests.folder + "/records")
    let text = try String(contentsOfFile: SampleTests.folder + "/expected/insights.json", encoding: .utf8)
    let expected = try #require(try ExactJSON(parsing: text)[viewer])
    for list in [RankedList.courses, .questions] {
      guard case .object(let rows)? = expected[list.rawValue] else {
        Issue.record("no \(list.rawValue)")
        return
      }
      let found = try #require(
        try await product.ranked(list, viewer: viewer, ReportFilter(), sort: "name", descending: false))
      let byID = Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0.numbers) })
      #expect(Set(byID.keys) == Set(rows.filter { $1.compareForm != "null" }.keys))
      for (id, row) in rows where row.compareForm != "null" {
        let numbers = list.numbers.map { Self.shown(row[$0] ?? .null, $0) }.joined(separator: " ")
        #expect(byID[id] == numbers, "\(list.rawValue) \(id)")
      }
    }
  }

  /// "Percentages and scores in hundredths."
  private static func shown(_ value: ExactJSON, _ key: String) -> String {
    guard case .hundredths(let number) = value, ["rate", "progress", "score"].contains(where: key.hasSuffix) else {
      return value.compareForm
    }
    return ExactJSON.hundredths(number / 100).compareForm
  }
}
