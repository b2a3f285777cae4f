import Testing

@testable import SCIM

/// Names of attributes, and paths of PATCH operations.
@Suite struct AttributeNameTests {
  private static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  @Test(arguments: [
    ("userName", "username", false), ("name.givenName", "name.givenname", false), ("$ref", "$ref", false),
    ("urn:ietf:params:scim:schemas:core:2.0:User:userName", "username", false), ("manager", "manager", true),
    ("\(enterprise):manager.value", "manager.value", true), ("\(enterprise):department", "department", true),
    (enterprise.uppercased(), "", true),
  ]) func `A name may have its schema`(text: String, key: String, isEnterprise: Bool) throws {
    let name = try SCIMName(text, .invalidPath)
    #expect(name.key == key && name.isEnterprise == isEnterprise)
  }

  @Test(arguments: ["", ".", "a.", "a.b.c", "-a", "9", "a b", "nämе", "userName\u{301}", "urn:x:1.0:User:number"])
  func `Other texts are not names`(text: String) {
    #expect { try SCIMName(text, .invalidPath) } throws: { ($0 as? SCIMFault)?.kind == .invalidPath }
  }

  @Test func `Attributes of unknown schemas are recognized`() {
    #expect(SCIMName.isForeign("urn:example:badge:1.0:User:number"))
    #expect(!SCIMName.isForeign("\(Self.enterprise):manager") && !SCIMName.isForeign("userName"))
  }

  @Test func `A path has a name, a filter and a part`() throws {
    let path = try SCIMPath(#"emails[type eq "work"].value"#)
    #expect(path.name.key == "emails" && path.filter != nil && path.sub == "value")
    let plain = try SCIMPath("name.familyName")
    #expect(plain.name.key == "name.familyname" && plain.filter == nil && plain.sub == "familyname")
    #expect(try SCIMPath(#"members[value eq "]"]"#).sub == nil)
  }

  @Test(arguments: ["emails[", "emails]", "emails[type]", "emails[type pr]x", "emails[type pr].", "[type pr]", "a b"])
  func `Other texts are not paths`(text: String) {
    #expect { try SCIMPath(text) } throws: { ($0 as? SCIMFault)?.kind == .invalidPath }
  }
}
