/// What the rows of a *Summary* are about (`by=`, insights.md §3).
package enum SummaryDimension: Sendable, Equatable {
  case group, title, language, manager
  /// A custom field, by its id.
  case custom(String)
  case time(TimeUnit)
  case course, programSession, pathSession

  /// As in a URL: `group`, `custom:ID`, `month` …
  package var key: String {
    switch self {
    case .group: "group"
    case .title: "title"
    case .language: "language"
    case .manager: "manager"
    case .custom(let id): Self.customPrefix + id
    case .time(let unit): unit.rawValue
    case .course: "course"
    case .programSession: "program_session"
    case .pathSession: "path_session"
    }
  }

  /// The heading of its column in files; nil for a custom field, whose title it is.
  package var heading: String? {
    switch self {
    case .group: "Group"
    case .title: "Title / Employment"
    case .language: "Language"
    case .manager: "Manager"
    case .custom: nil
    case .time(let unit): unit.rawValue.prefix(1).uppercased() + unit.rawValue.dropFirst()
    case .course: "Course"
    case .programSession: "Program session"
    case .pathSession: "Path session"
    }
  }

  private static let customPrefix = "custom:"

  /// All but the custom fields.
  package static let fixed: [SummaryDimension] =
    [.group, .title, .language, .manager] + TimeUnit.allCases.map(SummaryDimension.time)
    + [.course, .programSession, .pathSession]

  package init?(key: String) {
    if let fixed = Self.fixed.first(where: { $0.key == key }) {
      self = fixed
    } else if key.utf8.starts(with: Self.customPrefix.utf8), key.utf8.count > Self.customPrefix.utf8.count {
      self = .custom(String(decoding: key.utf8.dropFirst(Self.customPrefix.utf8.count), as: UTF8.self))
    } else {
      return nil
    }
  }

  package static func == (a: Self, b: Self) -> Bool { a.key.utf8.elementsEqual(b.key.utf8) }

  package var unit: TimeUnit? { if case .time(let unit) = self { unit } else { nil } }

  var thing: FactDivision.Thing? {
    switch self {
    case .course: .course
    case .programSession: .programSession
    case .pathSession: .pathSession
    default: nil
    }
  }
}
