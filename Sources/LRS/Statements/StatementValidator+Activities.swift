import Records

/// xAPI 1.0.3, Data 2.4.4.1.
extension StatementValidator {
  private static let componentLists = ["choices", "scale", "source", "target", "steps"]

  func checkActivity(_ node: StatementNode) throws(StatementFault) {
    try node.checkMembers(["objectType", "id", "definition"])
    guard node.objectType ?? "Activity" == "Activity" else { throw node.fault("is not an Activity") }
    try node.required("id").checkIRI()
    try node["definition"].map(checkDefinition)
  }

  private func checkDefinition(_ node: StatementNode) throws(StatementFault) {
    try node.checkMembers(
      ["name", "description", "type", "moreInfo", "interactionType", "correctResponsesPattern", "extensions"]
        + Self.componentLists)
    try node["name"]?.checkLanguageMap()
    try node["description"]?.checkLanguageMap()
    try node["type"]?.checkIRI()
    try node["moreInfo"]?.checkIRI()
    try node["extensions"]?.checkExtensions()
    try checkInteraction(node)
  }

  private func checkInteraction(_ node: StatementNode) throws(StatementFault) {
    let interaction = try node["interactionType"].map { node throws(StatementFault) in
      guard let interaction = Interaction(rawValue: try node.text()) else {
        throw node.fault("is not one of the ten interaction types")
      }
      return interaction
    }
    for pattern in try node["correctResponsesPattern"]?.items() ?? [] { try pattern.text() }
    for key in Self.componentLists {
      guard let list = node[key] else { continue }
      try checkComponents(list)
      guard let interaction, interaction.componentLists.contains(key) else {
        throw list.fault("does not belong to the interactionType")
      }
    }
    guard interaction != nil || node["correctResponsesPattern"] == nil else {
      throw node.fault("has a correctResponsesPattern but no interactionType")
    }
  }

  private func checkComponents(_ node: StatementNode) throws(StatementFault) {
    var ids: Set<ID> = []
    for item in try node.items() {
      try item.checkMembers(["id", "description"])
      let id = try item.required("id")
      guard ids.insert(ID(text: try id.text())).inserted else { throw id.fault("occurs twice") }
      try item["description"]?.checkLanguageMap()
    }
  }
}

extension Interaction {
  /// The properties that list what learners choose among.
  fileprivate var componentLists: [String] {
    switch self {
    case .choice, .sequencing: ["choices"]
    case .likert: ["scale"]
    case .matching: ["source", "target"]
    case .performance: ["steps"]
    case .trueFalse, .fillIn, .longFillIn, .numeric, .other: []
    }
  }
}
