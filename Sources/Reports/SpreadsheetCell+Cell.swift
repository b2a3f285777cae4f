package import Spreadsheets
package import Statistics

// Cells of tables in files. Text in files is the same in every language.

extension SpreadsheetColumn.Width {
  package init(_ kind: Column.Kind) {
    self =
      switch kind {
      case .text, .id, .status, .flag, .names: .name
      case .duration: .duration
      case .instant: .instant
      case .date: .date
      case .count, .percent, .progress: .number
      }
  }
}

extension SpreadsheetCell {
  /// A mean is rounded once, to two decimals; a missing value is an empty cell.
  package init(_ cell: Cell) {
    self =
      switch cell {
      case .none, .flag: .empty
      case .text(let text): .text(text)
      case .names(let names): names.isEmpty ? .empty : .text(names.joined(separator: ", "))
      case .status(let status): .text(status.title)
      case .count(let count): .integer(count)
      case .percent(let mean): mean.rounded().map { .hundredths($0) } ?? .empty
      case .progress(let hundredths): .hundredths(hundredths)
      case .duration(let seconds): .duration(seconds: seconds)
      case .instant(let seconds): .instant(seconds: seconds)
      case .date(let days): .date(days: days)
      }
  }
}
