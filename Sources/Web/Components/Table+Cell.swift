extension Table {
  /// One cell, for `cell.mustache`.
  struct Cell: TemplateModel {
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
      content = Content(value: value, pieces: value.flatMap(Self.pieces), href: href, opensRow: opens, hint: hint)
    }

    /// Lets an email address wrap only before its @.
    private static func pieces(_ value: String) -> [String]? {
      guard let at = value.firstIndex(of: "@"), at > value.startIndex else { return nil }
      return [String(value[..<at]), String(value[at...])]
    }

    private enum CodingKeys: CodingKey { case label, kind, isLead, isEmpty, plain, content }

    /// Most cells are empty or nothing but a value. Rendering takes time per name that a template reads, so these have
    /// a property of their own.
    func encode(to encoder: any Encoder) throws {
      var properties = encoder.container(keyedBy: CodingKeys.self)
      try properties.encode(label, forKey: .label)
      try properties.encode(kind, forKey: .kind)
      try properties.encode(isLead, forKey: .isLead)
      let isPlain = content == Content(value: content.value)
      try properties.encode(isPlain && content.value == nil, forKey: .isEmpty)
      try properties.encodeIfPresent(isPlain ? content.value : nil, forKey: .plain)
      try properties.encodeIfPresent(isPlain ? nil : content, forKey: .content)
    }
  }

  /// What a cell shows.
  struct Content: TemplateModel, Equatable {
    /// As shown; nil: no value, shown as a muted –.
    let value: String?
    /// The value in parts, between which a line may break.
    var pieces: [String]?
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
  struct List: TemplateModel, Equatable {
    let items: [Item]
    var more: More?

    struct More: TemplateModel, Equatable {
      let title: String
      let items: [Item]
    }

    struct Item: TemplateModel, Equatable {
      let title: String
      let href: String?
      let detail: String
      let badge: String?
    }
  }
}
