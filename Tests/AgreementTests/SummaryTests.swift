import Foundation
import ReferenceModel
import Reports
import Statistics
import Testing
import TestSupport

/// The report *Summary* agrees with the reference on random platforms, for random dimensions, columns and filters.
@Suite struct SummaryTests {
  /// The number of random combinations: TALLYBOOK_SUMMARY_COMBINATIONS.
  private static let combinations =
    ProcessInfo.processInfo.environment["TALLYBOOK_SUMMARY_COMBINATIONS"].flatMap { Int($0) } ?? 60
  private static let perPlatform = 10
  private static let lanes: Range<UInt64> = 0..<4

  @Test(arguments: lanes) func `Random summaries are those of the reference`(lane: UInt64) async throws {
    let platforms = UInt64((Self.combinations + Self.perPlatform - 1) / Self.perPlatform)
    for seed in 4_001..<4_001 + platforms where seed % 4 == lane {
      let world = try await RandomWorld(seed: seed, isSmall: true)
      var random = SplitMix64(seed: seed &+ 7)
      for _ in 0..<Self.perPlatform {
        let viewer = random.chance(60) ? world.owner : random.pick(world.viewers)
        let question = SummaryQuestion.random(on: world.platform, &random)
        if let words = try await Self.difference(world, viewer, question) {
          let asked = question.query(total: true).map { "\($0.name)=\($0.value)" }.joined(separator: " ")
          Issue.record("seed \(seed), \(asked) for \(viewer): \(words)")
          return
        }
      }
    }
  }

  private static func difference(
    _ world: RandomWorld, _ viewer: String, _ question: SummaryQuestion
  ) async throws -> String? {
    let isRefused = world.reference.summarySize(viewer, question) > Summary.rowLimit
    do {
      let found = try await world.product.summaryFile(viewer, question)
      if isRefused, found != nil { return "not refused" }
      return cellDifference(found, world.reference.summaryFile(viewer: viewer, question))
    } catch let bad as BadFilter {
      return isRefused && bad.name == "by" ? nil : "refused: \(bad)"
    }
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `Courses add up to the total, and so do courses with months`(seed: UInt64) async throws {
    let world = try await RandomWorld(seed: 4_100 + seed, isSmall: true)
    for by in [["course"], ["course", "month"], ["month", "course"]] {
      let table = try await world.product.summaryTable(world.owner, SummaryQuestion(by: by))
      #expect(table.sum("completed_courses") == table.total?.number("completed_courses", table.columns), "\(by)")
      #expect(table.sum("completed_courses") > 0)
    }
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `Units of time add up to the whole period`(seed: UInt64) async throws {
    let world = try await RandomWorld(seed: 4_200 + seed, isSmall: true)
    var filter = ReportFilter()
    if seed % 2 == 0 { (filter.from, filter.to) = ("2025-10-26", "2026-03-16") }
    for by in SummaryQuestion.units {
      let table = try await world.product.summaryTable(world.owner, SummaryQuestion(by: [by], filter))
      for key in ["time_spent", "messages", "answered_questions", "certificates"] {
        #expect(table.sum(key) == table.total?.number(key, table.columns), "\(by), \(key)")
      }
    }
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `A row is the total of its users, and the total has the users of General stats`(seed: UInt64) async throws {
    let world = try await RandomWorld(seed: 4_300 + seed, isSmall: true)
    var filter = ReportFilter()
    if seed % 2 == 0 { (filter.from, filter.to) = ("2025-11-15", "2026-03-15") }
    filter.subgroups = seed % 3 == 0
    let people = world.reference.users.filter { $0.deletedAt == nil }
    for by in ["group", "title", "manager"] {
      let table = try await world.product.summaryTable(world.owner, SummaryQuestion(by: [by], filter))
      #expect(table.total?.number("users", table.columns) == people.count)
      for row in table.rows {
        var own = filter
        own.users = people.map(\.id).filter { world.reference.belongs($0, to: row.by[0].id, by: by, filter) }
        let users = try await world.product.summaryTable(world.owner, SummaryQuestion(by: [by], own))
        #expect(users.total == row.cells, "\(by), \(row.by[0].id ?? "none")")
        let stats = try await world.product.generalStatsFile(world.owner, own) ?? []
        #expect(stats.count - 1 == row["users", table.columns])
        #expect(stats.sum("Messages") == row["messages", table.columns])
        #expect(stats.sum("Completed programs") == row["completed_programs", table.columns])
      }
    }
  }

  @Test func `What cannot be summed up is refused with the parameter, the reason and the remedy`() async throws {
    let world = try await RandomWorld(seed: 4_400, isSmall: true)
    func refusal(_ by: [String], _ columns: [String]? = nil, from: String? = nil, to: String? = nil) async -> String? {
      var choice = ReportFilters()
      (choice.by, choice.columns, choice.from, choice.to) = (by, columns, from, to)
      do {
        let request = try choice.request(world.product.style, now: world.product.now, .summary)
        _ = try await world.product.asking(world.owner) { viewer, session in
          try request.report(for: viewer, repliesCount: true, session).expectedRows(session)
        }
      } catch { return "\(error)" }
      return nil
    }
    #expect(await refusal([])?.contains("by is missing") == true)
    #expect(await refusal(["group", "month", "course"])?.contains("not 3 times") == true)
    #expect(await refusal(["group", "group"])?.contains("group twice") == true)
    #expect(await refusal(["day", "month"])?.contains("only one of day") == true)
    #expect(await refusal(["course", "path_session"])?.contains("only one of course") == true)
    #expect(await refusal(["grup"])?.contains("did you mean group?") == true)
    #expect(await refusal(["custom:no-such-field"])?.contains("not a custom field") == true)
    #expect(await refusal(["course"], ["messages"])?.contains("column messages does not exist by course") == true)
    #expect(await refusal(["group"], ["mesages"])?.contains("did you mean messages?") == true)
    #expect(await refusal(["month"], from: "2026-02-30")?.contains("from is not a date") == true)
    #expect(await refusal(["month"], from: "2026-03-02", to: "2026-03-01")?.contains("is after") == true)
    let days = await refusal(["day"], from: "1980-01-01", to: "2029-12-31")
    #expect(days?.contains("18263 rows") == true && days?.contains("by=month") == true, "\(days ?? "")")
    #expect(await refusal(["day"], from: "2000-01-01", to: "2027-05-18") == nil)
  }
}

extension SummaryTable {
  /// The sum of a column over all rows.
  fileprivate func sum(_ key: String) -> Int { rows.compactMap { $0[key, columns] }.reduce(0, +) }
}

extension [[String]] {
  /// The sum of a column of whole numbers, by its heading.
  fileprivate func sum(_ heading: String) -> Int? {
    guard let place = first?.firstIndex(of: heading) else { return nil }
    return dropFirst().compactMap { Int($0[place]) }.reduce(0, +)
  }
}
