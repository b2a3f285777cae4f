import Spreadsheets
import Statistics

extension DisplayFormat {
  /// A section's cell as text; nil for no value.
  func value(_ cell: Section.Cell) -> String? {
    switch cell {
    case .none, .flag: nil
    case .text(let text): text
    case .count(let number): count(number)
    case .percent(let mean): percent(mean)
    case .progress(let hundredths): progress(hundredths)
    case .duration(let seconds): duration(seconds)
    case .instant(let seconds): instant(seconds)
    case .date(let days): style.dateText(days: days)
    case .status(let status): language("status_\(status)")
    }
  }

  /// The color tone of a status badge.
  static func tone(_ status: Status) -> String {
    switch status {
    case .valid, .successful: "good"
    case .expiringSoon, .toRetake: "warn"
    case .expired, .unsuccessful, .late: "bad"
    case .awaitingCorrection, .onTime: "info"
    default: "plain"
    }
  }
}
