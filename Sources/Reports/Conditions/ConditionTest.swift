import Calendar
import Records
import Statistics

/// A condition's operation with its values, read and checked.
enum ConditionTest: Sendable {
  case empty, filled
  /// Values are folded for texts and names, and as given for ids and codes.
  case texts(ConditionOperation, [String])
  /// The value is in one of the ranges: hundredths, seconds, a number, an instant, or days for dates.
  case numbers([Span])

  /// A range of whole numbers, open or closed at either end.
  struct Span: Sendable, Equatable {
    var lower: Bound?
    var upper: Bound?
  }

  struct Bound: Sendable, Equatable {
    let value: Int
    let isIncluded: Bool
  }
}

extension ConditionTest.Span {
  /// What a number must satisfy; `between` has two values.
  init(_ operation: ConditionOperation, _ first: Int, _ last: Int) {
    switch operation {
    case .lt: upper = .init(value: first, isIncluded: false)
    case .le: upper = .init(value: first, isIncluded: true)
    case .gt: lower = .init(value: first, isIncluded: false)
    case .ge: lower = .init(value: first, isIncluded: true)
    default: (lower, upper) = (.init(value: first, isIncluded: true), .init(value: last, isIncluded: true))
    }
  }

  /// Days as a range of whatever `start` makes of a day: the first instant of it, or the day itself.
  init(_ operation: ConditionOperation, days: (first: Int, last: Int), start: (Int) -> Int) {
    if operation != .before {
      lower = .init(value: start(operation == .after ? days.last + 1 : days.first), isIncluded: true)
    }
    if operation != .after {
      upper = .init(value: start(operation == .before ? days.first : days.last + 1), isIncluded: false)
    }
  }

  func contains(_ number: Int) -> Bool {
    (lower.map { number > $0.value || $0.isIncluded && number == $0.value } ?? true)
      && (upper.map { number < $0.value || $0.isIncluded && number == $0.value } ?? true)
  }
}

/// Reads the values of conditions.
struct ConditionReader {
  /// Its day is `today`.
  let moment: Moment

  /// Days that `today+…` may be away: more than a century.
  private static let daysAway = 99_999
  /// Larger numbers count as this one, which no value reaches.
  private static let large = 1_000_000_000_000_000

  /// What is wrong with a value, and what would be right.
  struct Malformed: Error {
    let reason: String
  }

  func test(_ kind: ConditionColumn.Kind, _ operation: ConditionOperation, _ values: [String]) throws -> ConditionTest {
    switch kind {
    case .text, .names: return .texts(operation, try values.map(folded))
    case .id: return .texts(operation, values)
    case .status(let all): return .texts(operation, try values.map { try code($0, among: all) })
    case .count, .percent, .duration:
      return .numbers(
        try values.map { value in
          let (first, last) = try pair(operation, value) { try number(kind, $0) }
          return ConditionTest.Span(operation, first, last)
        })
    case .date, .instant:
      return .numbers(
        try values.map { value in
          let days = try pair(operation, value, day)
          return ConditionTest.Span(operation, days: days) { kind == .date ? $0 : moment.time.start(ofDay: $0) }
        })
    }
  }

  private func folded(_ value: String) throws -> String {
    let key = sortKey(value)
    if key.isEmpty { throw Malformed(reason: "“\(value)” has no letters to compare") }
    return key
  }

  private func code(_ value: String, among all: [Status]) throws -> String {
    guard all.contains(where: { $0.rawValue.equalsBytes(of: value) }) else {
      throw Malformed(reason: "“\(value)” is not one of \(all.map(\.rawValue).joined(separator: ", "))")
    }
    return value
  }

  /// One value, or the two of `between`.
  private func pair(
    _ operation: ConditionOperation, _ text: String, _ read: (String) throws -> Int
  ) throws -> (first: Int, last: Int) {
    guard operation == .between else {
      let value = try read(text)
      return (value, value)
    }
    let parts = text.splitBytes(at: ",", keepsEmpty: true)
    guard parts.count == 2 else { throw Malformed(reason: "“\(text)” is not a pair; use between:A,B") }
    let (first, last) = (try read(parts[0]), try read(parts[1]))
    guard first <= last else { throw Malformed(reason: "\(parts[0]) is greater than \(parts[1])") }
    return (first, last)
  }

  private func number(_ kind: ConditionColumn.Kind, _ text: String) throws -> Int {
    let (number, form) =
      switch kind {
      case .percent: (Self.percent(text), "a percentage; use a number with at most two decimals, such as 79.5")
      case .duration: (Self.duration(text), "a duration; use seconds, H:MM or H:MM:SS")
      default: (Self.whole(text), "a whole number")
      }
    guard let number else { throw Malformed(reason: "“\(text)” is not \(form)") }
    return number
  }

  /// Digits only.
  private static func whole(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
    return min(Int(text) ?? large, large)
  }

  private static func percent(_ text: String) -> Int? {
    let parts = text.splitBytes(at: ".", keepsEmpty: true)
    guard parts.count <= 2, let whole = whole(parts[0]) else { return nil }
    guard parts.count == 2 else { return whole * 100 }
    guard parts[1].utf8.count <= 2, let decimals = self.whole(parts[1]) else { return nil }
    return whole * 100 + (parts[1].utf8.count == 1 ? decimals * 10 : decimals)
  }

  private static func duration(_ text: String) -> Int? {
    let parts = text.splitBytes(at: ":", keepsEmpty: true)
    guard parts.count <= 3, let first = whole(parts[0]) else { return nil }
    if parts.count == 1 { return first }
    let rest = parts.dropFirst().compactMap { part in
      part.utf8.count == 2 ? whole(part).flatMap { $0 < 60 ? $0 : nil } : nil
    }
    guard rest.count == parts.count - 1 else { return nil }
    return first * 3600 + rest[0] * 60 + (rest.count == 2 ? rest[1] : 0)
  }

  /// `2026-03-01`, `today`, `today+30d` or `today-90d`.
  private func day(_ text: String) throws -> Int {
    let isRelative = text.startsWithBytes(of: "today")
    guard let day = isRelative ? relativeDay(text.utf8.dropFirst("today".utf8.count)) : Instant.days(text) else {
      throw Malformed(
        reason: "“\(text)” is not a date that exists; use 2026-03-01, today, today+30d or today-90d")
    }
    return day
  }

  /// - Parameter rest: what follows `today`.
  private func relativeDay(_ rest: Substring.UTF8View) -> Int? {
    guard let first = rest.first else { return moment.today }
    let digits = String(decoding: rest.dropFirst().dropLast(), as: UTF8.self)
    guard rest.last == UInt8(ascii: "d"), let sign = [UInt8(ascii: "+"): 1, UInt8(ascii: "-"): -1][first],
      let days = Self.whole(digits), days <= Self.daysAway
    else { return nil }
    return moment.today + sign * days
  }
}
