/// A table, for `table.mustache`: rows with sticky headers on wide screens; on narrow ones a card per row, and the
/// headers as a row of sort links.
struct Table: TemplateModel {
  /// Its name for screen readers.
  let caption: String
  let columns: [Column]
  let hasRows: Bool
  /// The rows.
  let markup: HTML
  /// Shown instead of a table without rows.
  var empty: EmptyState?
  var paging: Paging?

  init(
    _ caption: String, _ columns: [Column], _ rows: [[Cell]], _ language: Language, empty: EmptyState? = nil,
    paging: Paging? = nil
  ) {
    self.caption = caption
    self.columns = columns
    hasRows = !rows.isEmpty
    markup = HTML(rows, language)
    self.empty = empty
    self.paging = paging
  }

  /// How a column is aligned and where it wraps.
  enum Kind: String, Encodable {
    /// Numbers, durations, instants: end-aligned, tabular digits.
    case number
    /// A separate line on narrow screens.
    case text
    case status
    /// A narrow column of links.
    case link
  }

  struct Column: TemplateModel {
    let title: String
    let kind: Kind
    /// Whether the title is only for screen readers.
    let isHidden: Bool
    let sort: Sort?
    /// Adds its definition to the title.
    let statistic: StatisticDefinition?

    init(
      _ title: String, _ kind: Kind, isHidden: Bool = false, sort: Sort? = nil, statistic: StatisticDefinition? = nil
    ) {
      self.title = title
      self.kind = kind
      self.isHidden = isHidden
      self.sort = sort
      self.statistic = statistic
    }
  }

  /// The link that sorts a table by a column.
  struct Sort: TemplateModel {
    let href: String
    /// `ascending` or `descending`; nil if another column sorts the table.
    let aria: String?
  }

  /// What is shown if there are no rows.
  struct EmptyState: TemplateModel {
    let title: String
    var detail: String?
    /// A link, with its text.
    var href: String?
    var link: String?
  }

  /// Links between the pages of a table.
  struct Paging: TemplateModel {
    var first: String?
    var previous: String?
    var next: String?
    /// `21–40 of 61`.
    var range: String?
  }
}
