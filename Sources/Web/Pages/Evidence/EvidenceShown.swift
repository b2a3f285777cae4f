import Foundation
import Spreadsheets
import Statistics

/// Formats the records behind a number exactly, so that readers can add them up.
struct EvidenceShown: Sendable {
  let language: Language
  let style: SpreadsheetStyle

  private var shown: DisplayFormat { DisplayFormat(language: language, style: style) }

  func instant(_ seconds: Int) -> String { style.instantText(seconds: seconds) }

  func exact(_ cell: Cell) -> String? {
    switch cell {
    case .percent(let mean): mean.rounded().map(percent)
    case .progress(let hundredths): percent(hundredths)
    case .duration(let seconds): duration(seconds)
    default: shown.value(cell)
    }
  }

  /// At most two decimals.
  private func percent(_ hundredths: Int) -> String {
    let number = (Double(hundredths) / 100).formatted(
      .number.precision(.fractionLength(0...2)).locale(Locale(identifier: language.code)))
    return language("percent", ["value": number])
  }

  private func duration(_ seconds: Int) -> String {
    language(
      "records_duration",
      [
        "hours": language.number(seconds / 3600), "minutes": padded(seconds / 60 % 60), "seconds": padded(seconds % 60),
      ])
  }

  private func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

  /// The total of the records, in words.
  func sum(_ found: EvidenceRequest.Found) -> String {
    let evidence = found.evidence
    let records = found.sums.reduce(0) { $0 + $1.records }
    let amount = found.sums.reduce(0) { $0 + $1.amount }
    let counted = language.plural("records_counted_number", records)
    switch evidence.statistic.unit {
    case .duration: return language("records_sum_duration", ["counted": counted, "sum": duration(amount)])
    case .instant: return language("records_sum_instant", ["counted": counted])
    case .count, .names, .status:
      return language("records_sum_count", ["counted": counted, "sum": language.number(amount)])
    case .percent, .score:
      if evidence.isMeanOfMeans { return meanOfMeans(found.sums) }
      guard let mean = Fraction(amount, records).rounded() else { return counted }
      return language(
        "records_sum_mean",
        ["sum": percent(amount), "count": language.number(records), "mean": percent(mean)])
    }
  }

  private func meanOfMeans(_ sums: [Evidence.Sum]) -> String {
    sums.compactMap { part in
      Fraction(part.amount, part.records).rounded().map { mean in
        let values = [
          "kind": language("records_kind_\(part.kind)"), "sum": percent(part.amount),
          "count": language.number(part.records), "mean": percent(mean),
        ]
        return language("records_sum_part", values)
      }
    }.joined(separator: " ")
  }
}
