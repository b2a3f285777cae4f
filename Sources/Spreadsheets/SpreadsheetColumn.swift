/// A column of a spreadsheet: what stands in the header row, and what kind of values to make room for.
package struct SpreadsheetColumn: Sendable, Equatable {
  /// What a column holds, as far as its width in XLSX is concerned. CSV has no widths.
  package enum Width: Sendable, Equatable, CaseIterable {
    case number, duration, date, instant, name, text
  }

  package let title: String
  package let width: Width
  /// What programs know it by, where a row has names rather than a header.
  package let key: String

  package init(_ title: String, width: Width = .text, key: String? = nil) {
    self.title = title
    self.width = width
    self.key = key ?? title
  }

  /// The width in characters of the default font: enough for the values and, up to 32, for the title and its filter button.
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
