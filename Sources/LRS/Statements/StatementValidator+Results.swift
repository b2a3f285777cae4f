import Support

/// xAPI 1.0.3, Data 2.4.5 and 2.4.6.
extension StatementValidator {
  func checkResult(_ node: StatementNode) throws(StatementFault) {
    try node.checkMembers(["score", "success", "completion", "response", "duration", "extensions"])
    try node["score"].map(checkScore)
    try node["success"]?.checkBoolean()
    try node["completion"]?.checkBoolean()
    try node["response"]?.text()
    try node["duration"]?.checkText("an ISO 8601 duration") { ISODuration($0) != nil }
    try node["extensions"]?.checkExtensions()
  }

  private func checkScore(_ node: StatementNode) throws(StatementFault) {
    try node.checkMembers(["scaled", "raw", "min", "max"])
    let scaled = try node["scaled"]?.number() ?? .zero
    guard ExactNumber(mantissa: -1, exponent: 0) <= scaled, scaled <= .one else {
      throw node.fault("has a scaled score outside -1…1")
    }
    let (raw, low, high) = (try node["raw"]?.number(), try node["min"]?.number(), try node["max"]?.number())
    if let low, let high, low >= high { throw node.fault("has a min that is not less than its max") }
    if let raw, let low, raw < low { throw node.fault("has a raw score below its min") }
    if let raw, let high, raw > high { throw node.fault("has a raw score above its max") }
  }

  func checkContext(_ node: StatementNode) throws(StatementFault) {
    let keys = [
      "registration", "instructor", "team", "contextActivities", "revision", "platform", "language", "statement",
      "extensions",
    ]
    try node.checkMembers(version == .v2 ? keys + ["contextAgents", "contextGroups"] : keys)
    try node["registration"]?.checkUUID()
    try node["instructor"].map(checkActor)
    try node["team"].map(checkGroup)
    try node["contextActivities"].map(checkContextActivities)
    try node["contextAgents"].map { node throws(StatementFault) in try checkContextActors(node, "agent") }
    try node["contextGroups"].map { node throws(StatementFault) in try checkContextActors(node, "group") }
    try node["revision"]?.text()
    try node["platform"]?.text()
    try node["language"]?.checkText("a language tag of RFC 5646", LanguageTag.isWellFormed)
    try node["statement"].map(checkStatementReference)
    try node["extensions"]?.checkExtensions()
  }

  /// `revision` and `platform` are for Activities only.
  func checkObjectOfContext(_ node: StatementNode) throws(StatementFault) {
    guard let context = node["context"], node["object"]?.objectType ?? "Activity" != "Activity" else { return }
    for key in ["revision", "platform"] {
      if let node = context[key] { throw node.fault("is only for statements about an Activity") }
    }
  }

  private func checkContextActivities(_ node: StatementNode) throws(StatementFault) {
    try node.checkMembers(["parent", "grouping", "category", "other"])
    for (_, list) in try node.members() {
      guard list.value.items != nil else {
        try checkActivity(list)
        continue
      }
      for item in try list.items() { try checkActivity(item) }
    }
  }

  /// `contextAgents` and `contextGroups` of 2.0: IEEE 9274.1.1 §4.2.2.5.
  private func checkContextActors(_ node: StatementNode, _ key: String) throws(StatementFault) {
    for item in try node.items() {
      try item.checkMembers(["objectType", key, "relevantTypes"])
      let type = key == "agent" ? "contextAgent" : "contextGroup"
      guard item.objectType == type else { throw item.fault("lacks the objectType \(type)") }
      let actor = try item.required(key)
      if key == "agent" { try checkAgent(actor) } else { try checkGroup(actor) }
      guard let types = item["relevantTypes"] else { continue }
      guard try !types.items().isEmpty else { throw types.fault("is empty") }
      for type in try types.items() { try type.checkIRI() }
    }
  }
}
