/// xAPI 1.0.3, Data 2.4.2 and 2.4.9.
extension StatementValidator {
  private static let identifiers = ["mbox", "mbox_sha1sum", "openid", "account"]

  /// An Agent or a Group.
  func checkActor(_ node: StatementNode) throws(StatementFault) {
    switch node.objectType {
    case nil, "Agent": try checkAgent(node)
    case "Group": try checkGroup(node)
    default: throw node.fault("has an objectType that is neither Agent nor Group")
    }
  }

  func checkAgent(_ node: StatementNode) throws(StatementFault) {
    try node.checkMembers(["objectType", "name"] + Self.identifiers)
    guard node.objectType ?? "Agent" == "Agent" else { throw node.fault("is not an Agent") }
    try node["name"]?.text()
    guard try checkIdentifiers(node) == 1 else {
      throw node.fault("has not exactly one of mbox, mbox_sha1sum, openid and account")
    }
  }

  func checkGroup(_ node: StatementNode) throws(StatementFault) {
    try node.checkMembers(["objectType", "name", "member"] + Self.identifiers)
    guard node.objectType == "Group" else { throw node.fault("is not a Group") }
    try node["name"]?.text()
    let count = try checkIdentifiers(node)
    guard count <= 1 else { throw node.fault("has more than one of mbox, mbox_sha1sum, openid and account") }
    guard count == 1 || node["member"] != nil else { throw node.fault("has neither an identifier nor a member") }
    for member in try node["member"]?.items() ?? [] { try checkAgent(member) }
  }

  /// How many there are.
  private func checkIdentifiers(_ node: StatementNode) throws(StatementFault) -> Int {
    try node["mbox"]?.checkText("mailto: and an email address", TextFormat.isMailbox)
    try node["mbox_sha1sum"]?.checkText("a SHA-1 digest of 40 hexadecimal digits", TextFormat.isSHA1)
    try node["openid"]?.checkIRI()
    if let account = node["account"] {
      try account.checkMembers(["homePage", "name"])
      try account.required("homePage").checkIRI()
      try account.required("name").text()
    }
    return Self.identifiers.count { node[$0] != nil }
  }

  /// An Agent, or the two Agents of three-legged OAuth, one of which is an account.
  func checkAuthority(_ node: StatementNode) throws(StatementFault) {
    guard node.objectType == "Group" else { return try checkAgent(node) }
    try checkGroup(node)
    let members = try node["member"]?.items() ?? []
    let hasIdentifier = Self.identifiers.contains { node[$0] != nil }
    guard !hasIdentifier, members.count == 2, members.contains(where: { $0["account"] != nil }) else {
      throw node.fault("is a Group, but not an anonymous one of two Agents of which one is an account")
    }
  }
}
