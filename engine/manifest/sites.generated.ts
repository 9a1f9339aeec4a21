/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */
import type { SitePlan } from './site-plan.ts';

export const PLAN: SitePlan = {
 "root": {
  "keys": {
   "settings": {
    "ref": "settings"
   },
   "baseUrl": {
    "sees": "session",
    "sent": "url",
    "kind": "template"
   },
   "allowedHosts": {
    "items": {
     "sees": "config",
     "sent": "url",
     "kind": "template"
    }
   },
   "auth": {
    "secrets": true,
    "ref": "auth"
   },
   "tls": {
    "secrets": true,
    "ref": "tls"
   },
   "auths": {
    "secrets": true,
    "rest": {
     "ref": "auth"
    }
   },
   "defaults": {
    "ref": "defaults"
   },
   "streams": {
    "rest": {
     "ref": "stream"
    }
   },
   "maps": {
    "rest": {
     "ref": "map"
    }
   },
   "filters": {
    "keyNames": "stream"
   },
   "check": {
    "ref": "check"
   }
  }
 },
 "settings": {
  "tag": "object",
  "keys": {
   "required": {
    "items": {
     "names": "setting"
    }
   },
   "properties": {
    "rest": {
     "ref": "setting"
    }
   }
  }
 },
 "setting": {
  "keys": {
   "derive": {
    "sees": "settings",
    "kind": "expression"
   },
   "items": {
    "ref": "settingItems"
   },
   "properties": {
    "ref": "settingProperties"
   },
   "oneOf": {
    "items": {
     "ref": "settingChoice"
    }
   }
  }
 },
 "request": {
  "keys": {
   "path": {
    "sent": "path",
    "kind": "template"
   },
   "url": {
    "sent": "url",
    "any": [
     {
      "kind": "template"
     },
     {
      "ref": "computed"
     }
    ]
   },
   "query": {
    "rest": {
     "sent": "query",
     "ref": "parameter"
    }
   },
   "headers": {
    "rest": {
     "sent": "header",
     "ref": "header"
    }
   },
   "json": {
    "sent": "json",
    "kind": "template",
    "deep": true
   },
   "form": {
    "rest": {
     "sent": "form",
     "ref": "parameter"
    }
   },
   "multipart": {
    "rest": {
     "sent": "text",
     "ref": "part"
    }
   },
   "text": {
    "sent": "text",
    "ref": "value"
   },
   "xml": {
    "sent": "xml",
    "kind": "template"
   },
   "auth": {
    "ref": "authName"
   }
  }
 },
 "computed": {
  "keys": {
   "expr": {
    "kind": "expression"
   }
  }
 },
 "value": {
  "any": [
   {
    "kind": "template"
   },
   {
    "ref": "computed"
   }
  ]
 },
 "styled": {
  "keys": {
   "value": {
    "ref": "values"
   },
   "when": {
    "kind": "expression"
   }
  }
 },
 "clause": {
  "keys": {
   "value": {
    "ref": "value"
   },
   "when": {
    "kind": "expression"
   }
  }
 },
 "part": {
  "any": [
   {
    "ref": "value"
   },
   {
    "keys": {
     "value": {
      "ref": "value"
     },
     "when": {
      "kind": "expression"
     }
    }
   }
  ]
 },
 "tls": {
  "sees": "config",
  "sent": "text",
  "keys": {
   "certificate": {
    "kind": "template"
   },
   "key": {
    "kind": "template"
   },
   "passphrase": {
    "kind": "template"
   },
   "ca": {
    "kind": "template"
   },
   "origins": {
    "ref": "origins"
   }
  }
 },
 "authName": {
  "names": "auth"
 },
 "origins": {
  "items": {
   "sees": "config",
   "sent": "url",
   "kind": "template"
  }
 },
 "inject": {
  "keys": {
   "value": {
    "sent": "header",
    "kind": "template"
   }
  }
 },
 "apiKeyAuth": {
  "sees": "config",
  "sent": "header",
  "tag": "apiKey",
  "keys": {
   "origins": {
    "ref": "origins"
   },
   "value": {
    "kind": "template"
   }
  }
 },
 "basicAuth": {
  "sees": "config",
  "sent": "text",
  "tag": "basic",
  "keys": {
   "origins": {
    "ref": "origins"
   },
   "username": {
    "kind": "template"
   },
   "password": {
    "kind": "template"
   }
  }
 },
 "digestAuth": {
  "sees": "config",
  "sent": "text",
  "tag": "digest",
  "keys": {
   "origins": {
    "ref": "origins"
   },
   "username": {
    "kind": "template"
   },
   "password": {
    "kind": "template"
   }
  }
 },
 "bearerAuth": {
  "sees": "config",
  "sent": "header",
  "tag": "bearer",
  "keys": {
   "origins": {
    "ref": "origins"
   },
   "token": {
    "kind": "template"
   }
  }
 },
 "oauth2Auth": {
  "sees": "session",
  "sent": "form",
  "tag": "oauth2",
  "keys": {
   "origins": {
    "ref": "origins"
   },
   "tokenUrl": {
    "sent": "url",
    "kind": "template"
   },
   "clientId": {
    "kind": "template"
   },
   "clientSecret": {
    "kind": "template"
   },
   "clientAssertion": {
    "sees": "config",
    "sent": "text",
    "keys": {
     "key": {
      "ref": "credentialValue"
     },
     "keyId": {
      "kind": "template"
     },
     "audience": {
      "kind": "template"
     },
     "headers": {
      "ref": "jwtHeaders"
     },
     "lifetime": {
      "sees": "config",
      "kind": "duration"
     }
    }
   },
   "authorizationUrl": {
    "sent": "url",
    "kind": "template"
   },
   "authorizationParameters": {
    "rest": {
     "sees": "config",
     "sent": "query",
     "kind": "template"
    }
   },
   "deviceUrl": {
    "sent": "url",
    "kind": "template"
   },
   "scopes": {
    "items": {
     "kind": "template"
    }
   },
   "refreshToken": {
    "kind": "template"
   },
   "response": {
    "ref": "tokenResponse"
   },
   "username": {
    "kind": "template"
   },
   "password": {
    "kind": "template"
   },
   "parameters": {
    "rest": {
     "kind": "template"
    }
   },
   "headers": {
    "rest": {
     "sent": "header",
     "kind": "template"
    }
   },
   "ttl": {
    "sees": "config",
    "kind": "duration"
   },
   "refreshBefore": {
    "sees": "config",
    "kind": "duration"
   },
   "inject": {
    "ref": "inject"
   }
  }
 },
 "tokenResponse": {
  "sees": "response",
  "keys": {
   "token": {
    "kind": "expression"
   },
   "expiresIn": {
    "kind": "expression"
   },
   "expiresAt": {
    "kind": "expression"
   },
   "refreshToken": {
    "kind": "expression"
   },
   "capture": {
    "rest": {
     "kind": "expression"
    }
   }
  }
 },
 "jwtHeaders": {
  "rest": {
   "sees": "config",
   "sent": "text",
   "kind": "template"
  }
 },
 "sessionAuth": {
  "sees": "session",
  "tag": "session",
  "keys": {
   "origins": {
    "ref": "origins"
   },
   "login": {
    "items": {
     "keys": {
      "request": {
       "ref": "request"
      },
      "capture": {
       "rest": {
        "sees": "response",
        "ref": "capture"
       }
      }
     }
    }
   },
   "ttl": {
    "sees": "config",
    "kind": "duration"
   },
   "refreshBefore": {
    "sees": "config",
    "kind": "duration"
   },
   "inject": {
    "any": [
     {
      "ref": "inject"
     },
     {
      "items": {
       "ref": "inject"
      }
     }
    ]
   }
  }
 },
 "capture": {
  "any": [
   {
    "kind": "expression"
   }
  ]
 },
 "hmacAuth": {
  "sees": "signing",
  "sent": "text",
  "tag": "hmac",
  "keys": {
   "origins": {
    "ref": "origins"
   },
   "values": {
    "rest": {
     "sees": "config",
     "ref": "credentialValue"
    }
   },
   "key": {
    "sees": "config",
    "ref": "credentialValue"
   },
   "derive": {
    "items": {
     "keys": {
      "message": {
       "kind": "template"
      }
     }
    }
   },
   "sign": {
    "kind": "template"
   },
   "inject": {
    "any": [
     {
      "ref": "inject"
     },
     {
      "items": {
       "ref": "inject"
      }
     }
    ]
   }
  }
 },
 "credentialValue": {
  "keys": {
   "value": {
    "kind": "template"
   }
  }
 },
 "jwtAuth": {
  "sees": "config",
  "sent": "text",
  "tag": "jwt",
  "keys": {
   "origins": {
    "ref": "origins"
   },
   "key": {
    "ref": "credentialValue"
   },
   "keyId": {
    "kind": "template"
   },
   "claims": {
    "sent": "json",
    "rest": {
     "any": [
      {
       "kind": "template"
      }
     ]
    }
   },
   "headers": {
    "ref": "jwtHeaders"
   },
   "lifetime": {
    "sees": "config",
    "kind": "duration"
   },
   "exchange": {
    "sees": "session",
    "sent": "form",
    "keys": {
     "tokenUrl": {
      "sent": "url",
      "kind": "template"
     },
     "headers": {
      "rest": {
       "sent": "header",
       "kind": "template"
      }
     },
     "parameters": {
      "rest": {
       "kind": "template"
      }
     },
     "scopes": {
      "items": {
       "kind": "template"
      }
     },
     "response": {
      "ref": "tokenResponse"
     }
    }
   },
   "refreshBefore": {
    "sees": "config",
    "kind": "duration"
   },
   "inject": {
    "sees": "session",
    "ref": "inject"
   }
  }
 },
 "awsSigV4Auth": {
  "sees": "config",
  "sent": "text",
  "tag": "awsSigV4",
  "keys": {
   "origins": {
    "ref": "origins"
   },
   "accessKeyId": {
    "kind": "template"
   },
   "secretAccessKey": {
    "kind": "template"
   },
   "sessionToken": {
    "kind": "template"
   },
   "region": {
    "sees": "signed",
    "kind": "template"
   },
   "service": {
    "kind": "template"
   },
   "assumeRole": {
    "keys": {
     "url": {
      "sent": "url",
      "kind": "template"
     },
     "region": {
      "kind": "template"
     },
     "roleArn": {
      "kind": "template"
     },
     "sessionName": {
      "kind": "template"
     },
     "externalId": {
      "kind": "template"
     },
     "duration": {
      "sees": "config",
      "kind": "duration"
     }
    }
   }
  }
 },
 "anyOfAuth": {
  "tag": "anyOf",
  "keys": {
   "origins": {
    "ref": "origins"
   },
   "choices": {
    "items": {
     "keys": {
      "when": {
       "sees": "choice",
       "kind": "expression"
      },
      "auth": {
       "ref": "auth"
      }
     }
    }
   }
  }
 },
 "defaults": {
  "sees": "config",
  "keys": {
   "concurrency": {
    "ref": "concurrency"
   },
   "timeout": {
    "kind": "duration"
   },
   "rateLimit": {
    "items": {
     "ref": "rateLimit"
    }
   },
   "retry": {
    "ref": "retry"
   },
   "budget": {
    "ref": "budget"
   },
   "errors": {
    "ref": "errorRules"
   },
   "paginator": {
    "ref": "paginator"
   },
   "headers": {
    "rest": {
     "sees": "session",
     "sent": "header",
     "ref": "header"
    }
   }
  }
 },
 "streamRateLimit": {
  "sees": "config",
  "keys": {
   "per": {
    "kind": "duration"
   }
  }
 },
 "rateLimit": {
  "sees": "config",
  "keys": {
   "per": {
    "kind": "duration"
   }
  }
 },
 "retry": {
  "sees": "config",
  "keys": {
   "baseDelay": {
    "kind": "duration"
   },
   "maxDelay": {
    "kind": "duration"
   },
   "wait": {
    "ref": "wait"
   },
   "remaining": {
    "ref": "responseValue"
   }
  }
 },
 "wait": {
  "any": [
   {
    "sees": "config",
    "kind": "duration"
   },
   {
    "keys": {
     "expr": {
      "sees": "refusal",
      "kind": "expression"
     }
    }
   }
  ]
 },
 "responseValue": {
  "any": [
   {
    "keys": {
     "expr": {
      "sees": "refusal",
      "kind": "expression"
     }
    }
   }
  ]
 },
 "budget": {
  "sees": "config",
  "keys": {
   "time": {
    "kind": "duration"
   }
  }
 },
 "errorRule": {
  "keys": {
   "when": {
    "sees": "refusal",
    "kind": "expression"
   },
   "wait": {
    "ref": "wait"
   },
   "reason": {
    "sees": "refusal",
    "kind": "expression"
   }
  }
 },
 "concurrency": {
  "any": [
   {
    "sees": "config",
    "sent": "none",
    "kind": "template"
   }
  ]
 },
 "pageSize": {
  "any": [
   {
    "sees": "config",
    "sent": "none",
    "kind": "template"
   }
  ]
 },
 "totalPages": {
  "kind": "expression"
 },
 "totalRecords": {
  "kind": "expression"
 },
 "totalIsLowerBound": {
  "kind": "expression"
 },
 "hasMore": {
  "kind": "expression"
 },
 "continueBy": {
  "kind": "expression"
 },
 "cursorPaginator": {
  "tag": "cursor",
  "keys": {
   "size": {
    "ref": "pageSize"
   },
   "cursor": {
    "kind": "expression"
   },
   "totalPages": {
    "ref": "totalPages"
   },
   "totalRecords": {
    "ref": "totalRecords"
   },
   "totalIsLowerBound": {
    "ref": "totalIsLowerBound"
   },
   "hasMore": {
    "ref": "hasMore"
   },
   "continueBy": {
    "ref": "continueBy"
   }
  }
 },
 "nextUrlPaginator": {
  "tag": "nextUrl",
  "keys": {
   "url": {
    "kind": "expression"
   },
   "size": {
    "ref": "pageSize"
   },
   "totalPages": {
    "ref": "totalPages"
   },
   "totalRecords": {
    "ref": "totalRecords"
   },
   "totalIsLowerBound": {
    "ref": "totalIsLowerBound"
   },
   "hasMore": {
    "ref": "hasMore"
   },
   "continueBy": {
    "ref": "continueBy"
   }
  }
 },
 "stream": {
  "keys": {
   "when": {
    "sees": "config",
    "kind": "expression"
   },
   "auth": {
    "ref": "authName"
   },
   "request": {
    "sees": "fetch",
    "ref": "request"
   },
   "job": {
    "ref": "job"
   },
   "responseOf": {
    "names": "stream"
   },
   "records": {
    "sees": "page",
    "kind": "expression"
   },
   "item": {
    "sees": "item",
    "kind": "expression"
   },
   "absentWhen": {
    "sees": "page",
    "kind": "expression"
   },
   "emit": {
    "any": [
     {
      "keys": {
       "as": {
        "names": "entity"
       }
      }
     }
    ]
   },
   "partitions": {
    "items": {
     "ref": "partitionSource"
    }
   },
   "concurrency": {
    "ref": "concurrency"
   },
   "paginator": {
    "ref": "paginator"
   },
   "incremental": {
    "ref": "incremental"
   },
   "window": {
    "ref": "window"
   },
   "lookup": {
    "rest": {
     "ref": "lookup"
    }
   },
   "errors": {
    "ref": "errorRules"
   },
   "retry": {
    "ref": "retry"
   },
   "rateLimit": {
    "items": {
     "ref": "streamRateLimit"
    }
   },
   "timeout": {
    "sees": "config",
    "kind": "duration"
   }
  }
 },
 "partitionSource": {
  "keys": {
   "parent": {
    "names": "stream"
   },
   "setting": {
    "names": "setting"
   },
   "values": {
    "ref": "partitionList"
   },
   "union": {
    "items": {
     "ref": "unionMember"
    }
   },
   "where": {
    "sees": "parent",
    "kind": "expression"
   },
   "value": {
    "sees": "parent",
    "kind": "expression"
   }
  }
 },
 "unionMember": {
  "keys": {
   "parent": {
    "names": "stream"
   },
   "setting": {
    "names": "setting"
   },
   "values": {
    "ref": "partitionList"
   },
   "where": {
    "sees": "parent",
    "kind": "expression"
   },
   "value": {
    "sees": "parent",
    "kind": "expression"
   }
  }
 },
 "partitionList": {
  "any": [
   {
    "keys": {
     "expr": {
      "sees": "partitions",
      "kind": "expression"
     }
    }
   }
  ]
 },
 "incremental": {
  "keys": {
   "cursor": {
    "sees": "item",
    "kind": "expression"
   },
   "zone": {
    "sees": "config",
    "kind": "zone"
   },
   "lookback": {
    "sees": "config",
    "kind": "duration"
   },
   "when": {
    "sees": "config",
    "kind": "expression"
   }
  }
 },
 "window": {
  "sees": "config",
  "sent": "none",
  "keys": {
   "length": {
    "kind": "duration"
   },
   "start": {
    "kind": "instant"
   },
   "end": {
    "kind": "instant"
   },
   "zone": {
    "kind": "zone"
   }
  }
 },
 "job": {
  "keys": {
   "create": {
    "sees": "request",
    "ref": "jobStep"
   },
   "poll": {
    "keys": {
     "request": {
      "sees": "job",
      "ref": "request"
     },
     "status": {
      "sees": "response",
      "kind": "expression"
     },
     "capture": {
      "ref": "jobCapture"
     },
     "interval": {
      "ref": "wait"
     },
     "timeout": {
      "sees": "config",
      "kind": "duration"
     }
    }
   },
   "result": {
    "sees": "job",
    "ref": "jobStep"
   },
   "files": {
    "keys": {
     "list": {
      "sees": "job",
      "kind": "expression"
     },
     "request": {
      "sees": "file",
      "ref": "request"
     },
     "concurrency": {
      "ref": "concurrency"
     }
    }
   },
   "delete": {
    "sees": "job",
    "ref": "request"
   },
   "abort": {
    "sees": "job",
    "ref": "request"
   }
  }
 },
 "lookup": {
  "any": [
   {
    "tag": "join",
    "keys": {
     "stream": {
      "names": "stream"
     },
     "key": {
      "sees": "partner",
      "kind": "expression"
     },
     "value": {
      "sees": "item",
      "kind": "expression"
     }
    }
   },
   {
    "tag": "fetch",
    "keys": {
     "stream": {
      "names": "stream"
     },
     "when": {
      "sees": "item",
      "kind": "expression"
     }
    }
   }
  ]
 },
 "map": {
  "sees": "mapped",
  "keys": {
   "from": {
    "names": "stream"
   },
   "to": {
    "names": "entity"
   },
   "each": {
    "kind": "expression"
   },
   "where": {
    "kind": "expression"
   },
   "fields": {
    "rest": {
     "ref": "field"
    }
   }
  }
 },
 "field": {
  "any": [
   {
    "kind": "expression"
   },
   {
    "ref": "fieldSpec"
   }
  ]
 },
 "fieldSpec": {
  "keys": {
   "value": {
    "kind": "expression"
   },
   "enum": {
    "names": "enum"
   },
   "zone": {
    "sees": "config",
    "kind": "zone"
   }
  }
 },
 "check": {
  "keys": {
   "skip": {
    "items": {
     "names": "stream"
    }
   }
  }
 },
 "settingProperties": {
  "rest": {
   "ref": "setting"
  }
 },
 "settingItems": {
  "keys": {
   "properties": {
    "ref": "settingProperties"
   }
  }
 },
 "settingChoice": {
  "tag": "object",
  "keys": {
   "properties": {
    "ref": "settingProperties"
   }
  }
 },
 "values": {
  "any": [
   {
    "ref": "value"
   },
   {
    "items": {
     "ref": "value"
    }
   }
  ]
 },
 "parameter": {
  "any": [
   {
    "ref": "values"
   },
   {
    "ref": "styled"
   },
   {
    "ref": "composite"
   }
  ]
 },
 "composite": {
  "keys": {
   "clauses": {
    "items": {
     "ref": "clause"
    }
   }
  }
 },
 "header": {
  "any": [
   {
    "ref": "value"
   },
   {
    "ref": "clause"
   }
  ]
 },
 "auth": {
  "any": [
   {
    "ref": "apiKeyAuth"
   },
   {
    "ref": "basicAuth"
   },
   {
    "ref": "bearerAuth"
   },
   {
    "ref": "digestAuth"
   },
   {
    "ref": "oauth2Auth"
   },
   {
    "ref": "sessionAuth"
   },
   {
    "ref": "hmacAuth"
   },
   {
    "ref": "jwtAuth"
   },
   {
    "ref": "awsSigV4Auth"
   },
   {
    "ref": "anyOfAuth"
   },
   {
    "ref": "allAuth"
   }
  ]
 },
 "allAuth": {
  "tag": "all",
  "keys": {
   "origins": {
    "ref": "origins"
   },
   "auths": {
    "items": {
     "ref": "auth"
    }
   }
  }
 },
 "errorRules": {
  "items": {
   "ref": "errorRule"
  }
 },
 "paginator": {
  "sees": "paging",
  "any": [
   {
    "ref": "pageNumberPaginator"
   },
   {
    "ref": "offsetPaginator"
   },
   {
    "ref": "cursorPaginator"
   },
   {
    "ref": "nextUrlPaginator"
   }
  ]
 },
 "pageNumberPaginator": {
  "tag": "pageNumber",
  "keys": {
   "size": {
    "ref": "pageSize"
   },
   "totalPages": {
    "ref": "totalPages"
   },
   "totalRecords": {
    "ref": "totalRecords"
   },
   "totalIsLowerBound": {
    "ref": "totalIsLowerBound"
   },
   "hasMore": {
    "ref": "hasMore"
   },
   "continueBy": {
    "ref": "continueBy"
   }
  }
 },
 "offsetPaginator": {
  "tag": "offset",
  "keys": {
   "limit": {
    "ref": "pageSize"
   },
   "totalPages": {
    "ref": "totalPages"
   },
   "totalRecords": {
    "ref": "totalRecords"
   },
   "totalIsLowerBound": {
    "ref": "totalIsLowerBound"
   },
   "hasMore": {
    "ref": "hasMore"
   },
   "continueBy": {
    "ref": "continueBy"
   }
  }
 },
 "jobStep": {
  "keys": {
   "request": {
    "ref": "request"
   },
   "capture": {
    "ref": "jobCapture"
   }
  }
 },
 "jobCapture": {
  "rest": {
   "sees": "response",
   "ref": "capture"
  }
 }
};
