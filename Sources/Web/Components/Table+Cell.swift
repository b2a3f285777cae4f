extension Table {
  /// One cell.
  struct Cell {
    /// The title of its column, shown next to the value on narrow screens.
    let label: String
    let kind: Kind
    /// Whether it names the row.
    let isLead: Bool
    var content: Content

    init(
      _ label: String, _ kind: Kind, _ value: String?, isLead: Bool = false, href: String? = nil, opens: Bool = false,
      hint: String? = nil
    ) {
      self.label = label
      self.kind = kind
      self.isLead = isLead
      content = Content(value: value, href: href, opensRow: opens, hint: hint)
    }
  }

  /// What a cell shows.
  struct Content {
    /// As shown; nil: no value, shown as a muted –.
    let value: String?
    /// Makes the value a link.
    var href: String?
    /// Whether a click anywhere in the row follows this link.
    var opensRow = false
    /// For screen readers, after the link text: what the link refers to.
    var hint: String?
    /// The URL of a hover card.
    var card: String?
    /// A muted second line.
    var detail: String?
    /// Shows the value as a badge.
    var tone: Tone?
    /// 0…100: a bar in front of the value.
    var progress: Int?
    /// Replaces the value.
    var list: List?
  }

  /// A short list in a cell; the items after the first few are collapsed.
  struct List {
    let items: [Item]
    var more: More?

    struct More {
      let title: String
      let items: [Item]
    }

    struct Item {
      let title: String
      let href: String?
      let detail: String
      let badge: String?
    }
  }
}
