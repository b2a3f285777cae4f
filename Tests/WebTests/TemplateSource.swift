@testable import Web

/// A template as a tree of its tags.
struct TemplateSource {
  indirect enum Node {
    case name(String)
    /// A tag of three braces.
    case markup(String)
    /// A section, or an inverted one; `isTest`: the name is only tested, as in `empty(name)`.
    case section(String, isInverted: Bool, isTest: Bool, [Node])
    case partial(String)
    /// A layout, with the blocks that replace its own.
    case layout(String, [Node])
    case block(String, [Node])
  }

  let nodes: [Node]

  /// All templates, by name.
  static func all() throws -> [String: TemplateSource] { try Templates.texts().mapValues(TemplateSource.init) }

  init(_ text: String) {
    var tags = text.matches(of: #/\{\{([{!#^\/<$>&]?)\s*([^}]*?)\s*\}\}/#).map {
      (kind: String($0.1), name: String($0.2))
    }[...]
    nodes = Self.nodes(&tags)
  }

  /// The tags up to the end of the section.
  private static func nodes(_ tags: inout ArraySlice<(kind: String, name: String)>) -> [Node] {
    var nodes: [Node] = []
    while let tag = tags.popFirst() {
      switch tag.kind {
      case "!": break
      case "/": return nodes
      case ">": nodes.append(.partial(tag.name))
      case "<": nodes.append(.layout(tag.name, Self.nodes(&tags)))
      case "$": nodes.append(.block(tag.name, Self.nodes(&tags)))
      case "": nodes.append(.name(tag.name))
      case "{", "&": nodes.append(.markup(tag.name))
      default:
        let tested = tag.name.wholeMatch(of: #/empty\((.*)\)/#).map { String($0.1) }
        nodes.append(
          .section(
            tested ?? tag.name, isInverted: tag.kind == "^", isTest: tested != nil, Self.nodes(&tags)))
      }
    }
    return nodes
  }
}
