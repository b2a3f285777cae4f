/// The rows of a table. They are most of a page, and the template library would take most of its time for them.
extension HTML {
  init(_ rows: [[Table.Cell]], _ language: Language) {
    self.init()
    let none = NoValue(mark: language("none"), title: language("no_value"))
    for cells in rows {
      add("<tr role=\"row\">\n")
      for cell in cells { add(cell, none) }
      add("</tr>\n")
    }
  }

  /// What stands for a missing value, and its words.
  private struct NoValue {
    let mark: String
    let title: String
  }

  private mutating func add(_ cell: Table.Cell, _ none: NoValue) {
    add(cell.isLead ? "<th role=\"rowheader\" scope=\"row\" class=\"lead " : "<td role=\"cell\" class=\"")
    add(text: cell.kind.rawValue)
    add("\"")
    add(attribute: " data-label", cell.label)
    add(">")
    if let list = cell.content.list { add(list) } else { add(cell.content, none) }
    add(cell.isLead ? "</th>\n" : "</td>\n")
  }

  private mutating func add(_ content: Table.Content, _ none: NoValue) {
    if let progress = content.progress {
      add("<progress max=\"100\"")
      add(attribute: " value", String(progress))
      add(" aria-hidden=\"true\"></progress>")
    }
    add(content.href == nil ? "<span" : "<a")
    add(attribute: " href", content.href)
    if content.opensRow { add(" class=\"open\"") }
    add(attribute: " data-card", content.card)
    add(">")
    addValue(of: content, none)
    if let hint = content.hint {
      add(" <span class=\"away\">")
      add(text: hint)
      add("</span>")
    }
    add(content.href == nil ? "</span>" : "</a>")
    if let detail = content.detail { addDetail(detail) }
  }

  private mutating func addValue(of content: Table.Content, _ none: NoValue) {
    if let tone = content.tone {
      add("<span class=\"badge ")
      add(text: tone.rawValue)
      add("\">")
    }
    add("<bdi>")
    if let value = content.value { addWithBreak(value) } else { add(none) }
    add("</bdi>")
    if content.tone != nil { add("</span>") }
  }

  /// Lets an email address wrap only before its @.
  private mutating func addWithBreak(_ value: String) {
    guard let at = value.utf8.firstIndex(of: UInt8(ascii: "@")), at > value.startIndex else { return add(text: value) }
    add(text: String(value[..<at]))
    add("<wbr>")
    add(text: String(value[at...]))
  }

  private mutating func add(_ none: NoValue) {
    add("<span class=\"none\"")
    add(attribute: " title", none.title)
    add(">")
    add(text: none.mark)
    add("</span>")
  }

  private mutating func addDetail(_ detail: String, badge: String? = nil) {
    add("<span class=\"detail\"><bdi>")
    add(text: detail)
    add("</bdi>")
    if let badge {
      add(" <span class=\"badge bad\">")
      add(text: badge)
      add("</span>")
    }
    add("</span>")
  }

  // MARK: Lists

  private mutating func add(_ list: Table.List) {
    add(list.items)
    guard let more = list.more else { return }
    add("<details class=\"more\"><summary>")
    add(text: more.title)
    add("</summary>")
    add(more.items)
    add("</details>")
  }

  private mutating func add(_ items: [Table.List.Item]) {
    add("<ul class=\"items\">")
    for item in items {
      add("<li>")
      if item.href != nil {
        add("<a")
        add(attribute: " href", item.href)
        add(">")
      }
      add("<bdi>")
      add(text: item.title)
      add(item.href == nil ? "</bdi>" : "</bdi></a>")
      addDetail(item.detail, badge: item.badge)
      add("</li>")
    }
    add("</ul>")
  }
}
