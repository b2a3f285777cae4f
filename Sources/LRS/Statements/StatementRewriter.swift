import Support

/// Changes the parts of a statement wherever they occur, in its SubStatement too. Lists of context activities become
/// arrays, which is also how an LRS returns them (xAPI 1.0.3, Data 2.4.6.2).
struct StatementRewriter: Sendable {
  /// An Agent or a Group.
  var actor: @Sendable (JSONValue) -> JSONValue = { $0 }
  var verb: @Sendable (JSONValue) -> JSONValue = { $0 }
  /// Nil removes a context activity.
  var activity: @Sendable (JSONValue) -> JSONValue? = { $0 }
  /// Any other member of a statement or of its context, with its key; nil removes it.
  var member: @Sendable (String, JSONValue) -> JSONValue? = { $1 }

  func rewrite(_ statement: JSONValue) -> JSONValue {
    statement.mapMembers { key, value in
      switch key {
      case "actor", "authority": actor(value)
      case "verb": verb(value)
      case "object": object(value)
      case "context": context(value)
      default: member(key, value)
      }
    }
  }

  private func object(_ json: JSONValue) -> JSONValue? {
    switch json["objectType"]?.string {
    case "Agent", "Group": actor(json)
    case "StatementRef": member("object", json)
    case "SubStatement": rewrite(json)
    default: activity(json)
    }
  }

  private func context(_ json: JSONValue) -> JSONValue {
    json.mapMembers { key, value in
      switch key {
      case "instructor", "team": actor(value)
      case "contextActivities":
        value.mapMembers { _, list in
          let items = (list.items ?? [list]).compactMap(activity)
          return items.isEmpty && list.items?.isEmpty != true ? nil : .array(items)
        }
      case "contextAgents", "contextGroups":
        .array(
          (value.items ?? []).map { item in
            item.mapMembers { key, value in key == "agent" || key == "group" ? actor(value) : value }
          })
      default: member(key, value)
      }
    }
  }
}

extension JSONValue {
  /// An object with other values; nil removes a member. Anything but an object stays as it is.
  func mapMembers(_ transform: (String, JSONValue) -> JSONValue?) -> JSONValue {
    guard let members else { return self }
    return .object(members.compactMap { key, value in transform(key, value).map { (key, $0) } })
  }
}
