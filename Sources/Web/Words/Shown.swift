import Spreadsheets
import Statistics

/// How values stand on a page (`statistics.md`, rule 7).
struct Shown: Sendable {
  let language: Language
  let style: SpreadsheetStyle

  func count(_ number: Int) -> String { language.number(number) }

  /// `12 h 05 min`; seconds are cut off.
  func duration(_ seconds: Int) -> String {
    let minutes = seconds / 60 % 60
    return language(
      "duration", ["hours": String(seconds / 3600), "minutes": (minutes < 10 ? "0" : "") + String(minutes)])
  }

  /// A whole percent, rounded half away from zero.
  func percent(_ mean: Fraction) -> String? {
    mean.rounded(to: 100).map { language("percent", ["value": String($0 / 100)]) }
  }

  /// A whole percent, rounded down: 100 % means done.
  func progress(_ hundredths: Int) -> String { language("percent", ["value": String(hundredths / 100)]) }

  func instant(_ seconds: Int) -> String { style.instantText(seconds: seconds) }

  func value(_ value: StatisticValue) -> String? {
    switch value {
    case .count(let number): count(number)
    case .mean(let mean): percent(mean)
    case .duration(let seconds): duration(seconds)
    case .instant(let seconds): seconds.map(instant)
    }
  }

  /// What stands in a cell of a section; nil for no value.
  func cell(_ cell: Section.Cell) -> String? {
    switch cell {
    case .none: nil
    case .text(let text): text
    case .count(let number): count(number)
    case .percent(let mean): percent(mean)
    case .progress(let hundredths): progress(hundredths)
    case .duration(let seconds): duration(seconds)
    case .instant(let seconds): instant(seconds)
    case .date(let days): style.dateText(days: days)
    case .status(let code): language("status_\(code)")
    }
  }
}
