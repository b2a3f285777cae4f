import Foundation
import ReferenceModel
import Reports
import Statistics

/// The requests to both engines for one viewer of a random platform.
struct EngineAddresses {
  private let platform: RandomPlatform
  private let reference: ReferencePlatform
  private let keeper: DoorKeeper

  init(_ platform: RandomPlatform, _ reference: ReferencePlatform, viewer: String) {
    self.platform = platform
    self.reference = reference
    keeper = DoorKeeper(reference, viewer: viewer)
  }

  /// All lists in all orders, all types of report with all filters, all statistics of all users, all files of lists;
  /// and some of the other pages and files.
  func most(_ count: Int) -> [String] { lists + open + some(count, of: parts) }

  /// Some of each.
  func sample(_ count: Int) -> [String] { some(count, of: lists + open + parts) }

  private func some(_ count: Int, of addresses: [String]) -> [String] {
    var random = SplitMix64(seed: platform.seed &+ 1)
    return random.some(count...count, of: addresses)
  }

  /// The requests of an owner that are never refused.
  var open: [String] { orders + reports + files + statistics + evidence }

  private var parts: [String] { users + things }

  private var lists: [String] {
    (keeper.lists + keeper.thingLists).map(\.path).filter { path in
      // The log contains times; a directory's responses contain the site's own address, and a hash of it.
      !path.contains("/audit") && !path.contains("/scim/")
    } + ["/api/v1/statistics"]
  }

  /// Each list by each of its columns, forwards or backwards.
  private var orders: [String] {
    let lists: [(path: String, UserList.Kind)] = [
      ("users", .users), ("collaborative-activities", .activities(repliesCount: true)),
      ("members", .members),
    ]
    return lists.flatMap { path, kind in
      kind.columns.enumerated().map { index, column in
        let direction = (index + Int(platform.seed)).isMultiple(of: 2) ? "asc" : "desc"
        return "/api/v1/\(path)?sort=\(column.key)&direction=\(direction)&limit=500"
      }
    }
  }

  /// Each type with each filter through the API and as a file: without a filter in every format, otherwise in one of
  /// them in turn, so that three platforms cover all.
  private var reports: [String] {
    CustomReport.Kind.allCases.enumerated().flatMap { place, kind in
      queries(kind).enumerated().flatMap { index, query in
        let turn = (place + index + Int(platform.seed)) % FileFormat.allCases.count
        let formats = index == 0 ? FileFormat.allCases : [FileFormat.allCases[turn]]
        let user = Browser.encoded(reference.users[(place + index) % reference.users.count].id)
        return [
          "/api/v1/reports/\(kind.rawValue)?\(query)", "/api/v1/reports/\(kind.rawValue)/why?user=\(user)&\(query)",
        ]
          + formats.map { "/reports/\(kind.rawValue)/download?format=\($0.rawValue)&\(query)" }
      }
    }
  }

  /// The random filters, also with conditions; a relative date range; and all columns, backwards.
  private func queries(_ kind: CustomReport.Kind) -> [String] {
    if kind == .summary { return summaries }
    let given = ReferencePlatform.ReportKind(rawValue: kind.rawValue)
    var random = SplitMix64(seed: platform.seed &+ 5)
    let plain = platform.reportFilters(5).map { given?.fitting($0) ?? $0 }
    let conditioned = plain.prefix(3).map { filter in
      var filter = filter
      (filter.conditions, filter.subgroups) = (given.map { platform.conditions($0, 1...2, &random) } ?? [], true)
      return filter
    }
    let filters = (plain + conditioned).map { filter in
      filter.query.map { "\($0.name)=\(Browser.encoded($0.value))" }.joined(separator: "&")
    }
    let periods = RelativePeriod.allCases
    let period = "period=\(periods[Int(platform.seed) % periods.count].rawValue)"
    let columns = kind.type.columns.reversed().map { "column=\($0)" }.joined(separator: "&")
    return filters + (kind.type.filters.contains(.date) ? [period] : []) + [columns]
  }

  /// Random dimensions, columns and filters.
  private var summaries: [String] {
    var random = SplitMix64(seed: platform.seed &+ 5)
    return (0..<12).map { index in
      let question = SummaryQuestion.random(on: platform, &random)
      return question.query(total: index.isMultiple(of: 2)).map { "\($0.name)=\(Browser.encoded($0.value))" }
        .joined(separator: "&")
    }
  }

  /// Files of lists that are not reports, in all formats; a workbook with its description.
  private var files: [String] {
    FileFormat.allCases.map { "format=\($0.rawValue)" }.flatMap { format in
      [
        "/users/download?tab=current&\(format)", "/users/download?tab=deleted&\(format)",
        "/collaborative-activities/download?\(format)", "/members/download?\(format)",
      ]
    } + ["/reports/general-stats/download?format=xlsx&about=1"]
  }

  /// Each user's page, all their statistics, and their file.
  private var statistics: [String] {
    reference.users.enumerated().flatMap { index, user in
      let path = "/users/\(Browser.encoded(user.id))"
      let format = FileFormat.allCases[index % FileFormat.allCases.count]
      return [path, "/api/v1\(path)/statistics", "\(path)/download?format=\(format.rawValue)"]
    }
  }

  /// The records behind every statistic of one user, and that user's sections as files.
  private var evidence: [String] {
    var random = SplitMix64(seed: platform.seed &+ 3)
    let path = "/users/\(Browser.encoded(random.pick(reference.users).id))"
    let tag = reference.tags.first.map { "?tag=\(Browser.encoded($0.id))" }
    let keys = Statistic.all.filter { Evidence.exists(for: $0) && ($0.family != .tags || tag != nil) }.map(\.key)
    let sections = UserSection.allCases.flatMap { section in
      FileFormat.allCases.map { "\(path)/sections/\(section.rawValue)/download?format=\($0.rawValue)" }
    }
    let ofTags = Set(Statistic.all.filter { $0.family == .tags }.map(\.key))
    return keys.map { "/api/v1\(path)/statistics/\($0)/records\(ofTags.contains($0) ? tag ?? "" : "")" } + sections
  }

  private var users: [String] { reference.users.flatMap { keeper.doors(to: $0.id) }.map(\.path) }

  private var things: [String] {
    reference.things.flatMap { keeper.doors(to: $0) }.map(\.path).flatMap { path in
      path.hasSuffix("/download") ? FileFormat.allCases.map { "\(path)?format=\($0.rawValue)" } : [path]
    }
  }
}
