extension Table {
  /// One cell, for `cell.mustache`.
  struct Cell: TemplateModel {
    /// The title of its column, shown next to the value on narrow screens.
    let label: String
    let kind: Kind
    /// Whether it names the row.
    let isLead: Bool
    /// As shown; nil: no value, shown as a muted –.
    let value: String?
    /// The value in parts, between which a line may break.
    let pieces: [String]?
    /// Makes the value a link.
    var href: String?
    /// Whether a click anywhere in the row follows this link.
    var opensRow: Bool
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

    init(
      _ label: String, _ kind: Kind, _ value: String?, isLead: Bool = false, href: String? = nil, opens: Bool = false,
      hint: String? = nil
    ) {
      self.label = label
      self.kind = kind
      self.value = value
      pieces = value.flatMap(Self.pieces)
      self.isLead = isLead
      self.href = href
      opensRow = opens
      self.hint = hint
    }

    /// Lets an email address wrap only before its @.
    private static func pieces(_ value: String) -> [String]? {
      guard let at = value.firstIndex(of: "@"), at > value.startIndex else { return nil }
      return [String(value[..<at]), String(value[at...])]
    }
  }

  /// A short list in a cell; the items after the first few are collapsed.
  struct List: TemplateModel {
    let items: [Item]
    var more: More?

    struct More: TemplateModel {
      let title: String
      let items: [Item]
    }

    struct Item: TemplateModel {
      let title: String
      let href: String?
      let detail: String
      let badge: String?
    }
  }
}
