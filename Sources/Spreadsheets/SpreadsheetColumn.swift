/// A column of a spreadsheet: its header and the kind of values to size it for.
package struct SpreadsheetColumn: Sendable, Equatable {
  /// The kind of values, which determines the width in XLSX. CSV has no widths.
  package enum Width: Sendable, Equatable, CaseIterable {
    case number, duration, date, instant, name, text
  }

  package let title: String
  package let width: Width
  /// The column's name in formats with named values instead of a header row.
  package let key: String

  package init(_ title: String, width: Width = .text, key: String? = nil) {
    self.title = title
    self.width = width
    self.key = key ?? title
  }

  /// The width in characters of the default font: enough for the values and, up to 32, for the title and its filter
  /// button.
  var characters: Double {
    let title = Double(min(title.count + 4, 32))
    switch width {
    case .number, .duration: return max(10, title)
    case .date: return max(12, title)
    case .instant: return max(17, title)
    case .name: return max(22, title)
    case .text: return max(36, title)
    }
  }
}
