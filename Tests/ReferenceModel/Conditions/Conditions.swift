// "A condition on a column of that list or report, on its displayed row": read and tested in the plainest way.

extension ReferencePlatform {
  /// "ANDed." Of valid conditions only.
  func satisfies(_ conditions: [String], _ value: (String) -> ConditionValue) -> Bool {
    conditions.allSatisfy { satisfies($0, value) }
  }

  private func satisfies(_ text: String, _ value: (String) -> ConditionValue) -> Bool {
    let (column, operation, operand) = parts(of: text)
    let value = value(column)
    switch operation {
    case "empty": return isEmpty(value)
    case "filled": return !isEmpty(value)
    default: break
    }
    // "Several values are separated by `|`: any of them; for `not` and `ne`, none of them."
    let operands = operand.unicodeScalars.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let isAny = operands.contains { compare(value, operation, $0) }
    return ["not", "ne"].contains(operation) ? !isAny : isAny
  }

  /// "VALUE may contain colons; `custom:ID` takes the longest field id that fits."
  func parts(of text: String) -> (column: String, operation: String, operand: String) {
    let scalars = Array(text.unicodeScalars)
    func string(_ part: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(part)) }
    let fields = customFields.map { Array("custom:\($0.id):".unicodeScalars) }.filter { scalars.starts(with: $0) }
    let end = fields.map(\.count).max() ?? (scalars.firstIndex(of: ":") ?? 0) + 1
    let rest = scalars[end...]
    let colon = rest.firstIndex(of: ":") ?? rest.endIndex
    return (string(scalars[..<(end - 1)]), string(rest[..<colon]), string(rest[colon...].dropFirst()))
  }

  private func isEmpty(_ value: ConditionValue) -> Bool {
    switch value {
    case .none: true
    case .text(let text), .code(let text): text.isEmpty
    case .names(let names): names.isEmpty
    case .number, .instant, .date: false
    }
  }

  /// One value of a positive operation; `not` and `ne` as `is` and `eq`. No value compares with anything.
  private func compare(_ value: ConditionValue, _ operation: String, _ operand: String) -> Bool {
    switch value {
    case .none: return false
    case .text(let text): return compareText(SortKey(text).scalars, operation, SortKey(operand).scalars)
    case .code(let code):
      return compareText(code.unicodeScalars.map(\.value), operation, operand.unicodeScalars.map(\.value))
    case .names(let names):
      return names.contains { compareText(SortKey($0).scalars, operation, SortKey(operand).scalars) }
    case .number(let number):
      let bounds = (operation == "between" ? operand.split(separator: ",").map(String.init) : [operand]).map(
        number(of:))
      return compareOrder(number, operation, bounds)
    case .instant(let instant): return compareDate(Instants.localDate(instant, in: timeZone), operation, operand)
    case .date(let date): return compareDate(date, operation, operand)
    }
  }

  private func compareText(_ text: [UInt32], _ operation: String, _ part: [UInt32]) -> Bool {
    switch operation {
    case "starts": text.starts(with: part)
    case "contains":
      text.count >= part.count
        && (0...text.count - part.count).contains { text[$0..<$0 + part.count].elementsEqual(part) }
    default: text == part
    }
  }

  private func compareOrder(_ number: Fraction, _ operation: String, _ bounds: [Fraction]) -> Bool {
    switch operation {
    case "lt": number < bounds[0]
    case "le": number <= bounds[0]
    case "gt": number > bounds[0]
    case "ge": number >= bounds[0]
    case "between": bounds[0] <= number && number <= bounds[1]
    default: number == bounds[0]
    }
  }

  /// A percentage, a count, seconds, `H:MM` or `H:MM:SS`.
  private func number(of text: String) -> Fraction {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    guard text.contains(":") else { return Fraction(hundredths: Hundredths.read(text)) }
    return Fraction(Int128(parts[0] * 3600 + parts[1] * 60 + (parts.count > 2 ? parts[2] : 0)), over: 1)
  }

  private func compareDate(_ date: String, _ operation: String, _ operand: String) -> Bool {
    let bounds = operand.split(separator: ",").map { day(of: String($0)) }
    return switch operation {
    case "before": date < bounds[0]
    case "after": date > bounds[0]
    case "between": bounds[0] <= date && date <= bounds[1]
    default: date == bounds[0]
    }
  }

  /// "`YYYY-MM-DD`, `today`, `today+30d`, `today-90d`."
  private func day(of text: String) -> String {
    guard text.hasPrefix("today") else { return text }
    let today = Instants.localDate(now, in: timeZone)
    return Instants.date(today, plus: Int(text.dropFirst(5).dropLast()) ?? 0)
  }
}
