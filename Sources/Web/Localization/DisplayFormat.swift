import Spreadsheets
import Statistics
import Support

/// Formats values for pages (`statistics.md`, rule 7).
struct DisplayFormat: Sendable {
  let language: Language
  let style: SpreadsheetStyle

  func count(_ number: Int) -> String { language.number(number) }

  /// `12 h 05 min`; seconds are truncated.
  func duration(_ seconds: Int) -> String {
    let minutes = seconds / 60 % 60
    return language(
      "duration", ["hours": String(seconds / 3600), "minutes": (minutes < 10 ? "0" : "") + String(minutes)])
  }

  /// A whole percentage, rounded half away from zero.
  func percent(_ mean: Fraction) -> String? {
    mean.rounded(to: 100).map { language("percent", ["value": String($0 / 100)]) }
  }

  /// A whole percentage, rounded down: 100 % means completed.
  func progress(_ hundredths: Int) -> String { language("percent", ["value": String(hundredths / 100)]) }

  func instant(_ seconds: Int) -> String { style.instantText(seconds: seconds) }

  /// A cell as text; nil for no value.
  func value(_ cell: Cell) -> String? {
    switch cell {
    case .none, .flag: nil
    case .text(let text): text
    case .names(let names): names.isEmpty ? nil : names.joined(separator: ", ")
    case .count(let number): count(number)
    case .percent(let mean): percent(mean)
    case .progress(let hundredths): progress(hundredths)
    case .duration(let seconds): duration(seconds)
    case .instant(let seconds): instant(seconds)
    case .date(let days): style.dateText(days: days)
    case .status(let status): language("status_\(status)")
    }
  }

  /// A cell of a file as text.
  func text(_ cell: SpreadsheetCell) -> String {
    switch cell {
    case .empty: ""
    case .text(let text): text
    case .integer(let number): count(number)
    // As in the file: at most two decimals.
    case .hundredths(let number): JSONValue.hundredths(number).text
    case .duration(let seconds): duration(seconds)
    case .instant(let seconds): instant(seconds)
    case .date(let days): style.dateText(days: days)
    }
  }

  /// The color tone of a status badge.
  static func tone(_ status: Status) -> Tone {
    switch status {
    case .valid, .successful: .good
    case .expiringSoon, .toRetake: .warn
    case .expired, .unsuccessful, .late: .bad
    case .awaitingCorrection, .onTime: .info
    default: .plain
    }
  }
}
