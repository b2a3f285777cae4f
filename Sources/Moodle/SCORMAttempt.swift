import DatabaseAccess

/// An attempt at a SCORM package: the values of its SCOs (moodle.md §8).
struct SCORMAttempt {
  let scorm: Int
  let user: Int
  let number: Int
  let course: Int
  let cm: Int
  /// The latest change.
  private(set) var time = 0
  /// Values that are not blank, by SCO and element.
  private var scos: [Int: [String: String]] = [:]

  /// The elements that are read.
  static let elements = [
    "x.start.time", "cmi.core.lesson_status", "cmi.core.score.raw", "cmi.core.score.min", "cmi.core.score.max",
    "cmi.core.total_time", "cmi.completion_status", "cmi.success_status", "cmi.score.raw", "cmi.score.min",
    "cmi.score.max", "cmi.score.scaled", "cmi.total_time",
  ]

  /// - Parameter row: scorm, user, attempt, SCO, element, value, time, course, course module.
  init(_ row: any SQLRow) {
    scorm = row.integer(at: 0)
    user = row.integer(at: 1)
    number = row.integer(at: 2)
    course = row.integer(at: 7)
    cm = row.integer(at: 8)
  }

  func isOf(_ row: any SQLRow) -> Bool {
    scorm == row.integer(at: 0) && user == row.integer(at: 1) && number == row.integer(at: 2)
  }

  mutating func add(_ row: any SQLRow) {
    time = max(time, row.integer(at: 6))
    scos[row.integer(at: 3), default: [:]][row.text(at: 4)] = PlainText.value(of: row.text(5))
  }

  var starts: [Int] { scos.values.compactMap { $0["x.start.time"].flatMap { $0.utf8.count <= 12 ? Int($0) : nil } } }

  /// The longest time of an attempt that counts, in seconds.
  static let longest = 100_000_000

  /// Σ `total_time` of the SCOs, in microseconds; at most `longest`.
  var clock: Int {
    scos.values.reduce(0) { sum, sco in
      let time = sco["cmi.core.total_time"].map(Self.time) ?? sco["cmi.total_time"].map(Self.duration) ?? 0
      return min(sum + time, Self.longest * 1_000_000)
    }
  }

  /// Hundredths of a percent; nil: no SCO has a score.
  var score: Int? { scos.values.compactMap(Self.score).max() }

  /// Nil: no verdict.
  var passed: Bool? {
    let verdicts = scos.values.map { $0["cmi.success_status"] ?? $0["cmi.core.lesson_status"] }
    if verdicts.contains("failed") { return false }
    return verdicts.allSatisfy { $0 == "passed" } ? true : nil
  }

  var isResult: Bool { score != nil || scos.values.allSatisfy(Self.isFinished) }

  private static func isFinished(_ sco: [String: String]) -> Bool {
    let (lesson, success) = (sco["cmi.core.lesson_status"], sco["cmi.success_status"])
    return lesson == "completed" || sco["cmi.completion_status"] == "completed"
      || ["passed", "failed"].contains { $0 == lesson || $0 == success }
  }

  private static func score(_ sco: [String: String]) -> Int? {
    let prefix = ExactDecimal(number: sco["cmi.core.score.raw"]) != nil ? "cmi.core.score" : "cmi.score"
    guard let raw = ExactDecimal(number: sco["\(prefix).raw"]) else {
      return ExactDecimal(number: sco["cmi.score.scaled"]).map { Percent.rounded($0, of: ExactDecimal(1)) }
    }
    var low = ExactDecimal(number: sco["\(prefix).min"]) ?? ExactDecimal(0)
    var high = ExactDecimal(number: sco["\(prefix).max"]) ?? ExactDecimal(100)
    if high <= low { (low, high) = (ExactDecimal(0), ExactDecimal(100)) }
    return Percent.rounded(raw - low, of: high - low)
  }

  /// `HHHH:MM:SS.ss` in microseconds; 0 for anything else.
  static func time(_ text: String) -> Int {
    guard let match = text.wholeMatch(of: #/([0-9]{2,4}):([0-9]{2}):([0-9]{2}(?:\.[0-9]{1,2})?)/#) else { return 0 }
    return (Int(match.1) ?? 0) * 3_600_000_000 + (Int(match.2) ?? 0) * 60_000_000 + micros(match.3)
  }

  /// `P[nY][nM][nD][T[nH][nM][n.nS]]` in microseconds, at most `longest`; 0 for anything else, and with years or months.
  static func duration(_ text: String) -> Int {
    let form =
      #/P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?/#
    guard text.utf8.count <= 64, let match = text.wholeMatch(of: form) else { return 0 }
    let number = { (digits: Substring?) in min(digits.map { Int($0) ?? longest } ?? 0, longest) }
    if number(match.1) > 0 || number(match.2) > 0 { return 0 }
    let minutes = (number(match.3) * 24 + number(match.4)) * 60 + number(match.5)
    return min(min(minutes, longest) * 60_000_000 + (match.6.map(micros) ?? 0), longest * 1_000_000)
  }

  private static func micros(_ seconds: Substring) -> Int {
    let parts = seconds.split(separator: ".")
    let fraction = parts.count > 1 ? String((parts[1] + "000000").prefix(6)) : "0"
    return min(Int(parts[0]) ?? longest, longest) * 1_000_000 + (Int(fraction) ?? 0)
  }
}
