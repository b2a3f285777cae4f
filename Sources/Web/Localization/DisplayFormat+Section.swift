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
    case .status(let code): language("status_\(code)")
    }
  }

  /// The color tone of a status badge.
  static func tone(_ status: String) -> Tone { tones[status] ?? .plain }

  private static let tones: [String: Tone] = [
    "valid": .good, "expiring_soon": .warn, "expired": .bad, "successful": .good, "not_open": .plain,
    "unsuccessful": .bad, "to_retake": .warn, "awaiting_correction": .info, "late": .bad, "on_time": .info,
    "not_started": .plain,
  ]
}
