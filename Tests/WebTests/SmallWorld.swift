import Foundation
import TestSupport

/// A platform with a user of every role: the owner, a platform administrator, a group administrator of Sales, a coach
/// of Sales, a manager, learners inside and outside, a deleted learner.
enum SmallWorld {
  private static let then = "2025-06-01T00:00:00Z"

  static let people = [
    "owner", "platform", "admin", "coach", "manager", "inside", "outside", "report", "author", "useradmin",
  ]

  static let texts: [String: String] = [
    "custom_fields": "id,title,type\noffice,Office,text\nhired,Hired,date\n",
    "users": "id,email,first_name,last_name,title,created_at,deleted_at,language,custom:office\n"
      + people.map { "\($0),\($0)@x.org,\($0.capitalized),Person,,\(then),,,\n" }.joined()
      + "gone,gone@x.org,Gone,Person,,\(then),2026-01-01T00:00:00Z,,\n"
      + "\"=1+1\",formula@x.org,<b>Bold</b>,\"=SUM(A1)\",Chef & Co,\(then),,,\"Rue \"\"A\"\"\"\n"
      + "a/b?c,slash@x.org,Slash,\"Ünï/çode\"\"x\",,\(then),,qps-ploc,\n",
    "managers": "user,manager\nreport,manager\n",
    "groups": "id,name,parent\nroot,Platform,\nsales,Sales <&>,root\nops,Ops,root\n",
    "memberships": "group,user,role\nroot,owner,owner\nroot,platform,admin\nsales,admin,admin\nsales,coach,coach\n"
      + "sales,inside,learner\nsales,gone,learner\nops,outside,learner\nsales,useradmin,user_admin\n"
      + "sales,=1+1,learner\n",
    "courses": "id,name,author,created_at\nC,\"Course, one\",author,\(then)\nD,=Danger,author,\(then)\n",
    "tags": "id,name\nT,Tag & tag\n",
    "questions": "id,interaction,statement,tags\nQ1,other,What <i>is</i> it?,T\nQ2,other,And now?,\n",
    "assessments": "id,name,tags\nA,Exam,T\n",
    "programs": "id,name\nP,Program\n",
    "program_blocks": "program,position,kind,item\nP,1,course,C\nP,2,assessment,A\n",
    "program_sessions": "id,program,name,created_at,ends_at\nS,P,Spring,\(then),2026-06-30T00:00:00Z\n",
    "paths": "id,name\nH,Path\n",
    "path_steps": "path,position,kind,item,min_score\nH,1,course,C,50\nH,2,program,S,\n",
    "path_sessions": "id,path,name,created_at\nHS,H,Path spring,\(then)\n",
    "enrolments": "kind,session,user,origin,enrolled_at\nprogram,S,inside,individual,\(then)\n"
      + "path,HS,inside,self,\(then)\nprogram,S,=1+1,group,\(then)\n",
    "attempts": "id,user,course,program_session,started_at,last_activity_at,time_spent,progress,score,language\n"
      + "x1,inside,C,S,\(FixedClock.daysAgo(20)),\(FixedClock.daysAgo(19)),600,100,80,en\n"
      + "x2,inside,C,S,\(FixedClock.daysAgo(10)),\(FixedClock.daysAgo(9)),300,40,60,en\n"
      + "x3,inside,D,,\(FixedClock.daysAgo(8)),\(FixedClock.daysAgo(7)),43505,50,,\n"
      + "x1,report,C,,\(FixedClock.daysAgo(8)),\(FixedClock.daysAgo(7)),61,50,,\n",
    "answers":
      "id,user,question,answered_at,score\nn1,inside,Q1,\(then),100\nn2,inside,Q1,\(then),25\nn3,inside,Q2,\(then),\n",
    "assessment_results": "id,user,assessment,program_session,assessed_at,score\nm1,inside,A,S,\(then),100\n",
    "certificates": "id,user,name,kind,delivered_at,expires_at\n"
      + "k1,inside,Driving,external,\(then),\(FixedClock.daysAgo(-20))\nk2,inside,Swimming,external,\(then),\n",
    "posts": "id,author,kind,place,place_id,created_at\nb1,inside,message,group,sales,\(then)\n",
  ]
}
