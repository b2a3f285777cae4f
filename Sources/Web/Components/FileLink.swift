import Reports

/// A link next to the heading of a table: to its file, or to all of its rows.
struct FileLink: TemplateModel {
  /// The format, or how many rows there are.
  let title: String
  let href: String
  /// For screen readers: what the rows are.
  let hint: String

  /// One for each format.
  static func all(_ path: String, _ query: Query, of content: String, _ language: Language) -> [FileLink] {
    FileFormat.allCases.map(\.rawValue).map { format in
      FileLink(
        title: language("format_\(format)"), href: query.address(path, replacing: ["format": format]), hint: content)
    }
  }
}
