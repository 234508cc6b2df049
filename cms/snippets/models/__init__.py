from cms.snippets.models.benefit import Benefit
from cms.snippets.models.changes import Change, ChangeSet
from cms.snippets.models.dataset import Dataset
from cms.snippets.models.flow import DataFlow, DataItem
from cms.snippets.models.imports import ImportRow, NameDecision, RegisterImport
from cms.snippets.models.isp import ExampleAgreement, Isp, IspContact, IspFile, IspParty, IspVersion, LegalBasis
from cms.snippets.models.partner import Partner, PartnerAlias, PartnerContact, Succession
from cms.snippets.models.question_pack import Question, QuestionPack
from cms.snippets.models.reference import GlossaryTerm, LegalCondition, LegalGateway, Sector, ServiceArea, Theme, Topic
from cms.snippets.models.snapshot import RegisterExport, RegisterKey, RegisterSnapshot, SnapshotFile
from cms.snippets.models.succession import IspSuccession
from cms.snippets.models.template import TemplateClause, TemplateVersion

__all__ = [
    "Benefit",
    "Change",
    "ChangeSet",
    "DataFlow",
    "DataItem",
    "Dataset",
    "ExampleAgreement",
    "GlossaryTerm",
    "ImportRow",
    "Isp",
    "IspContact",
    "IspFile",
    "IspParty",
    "IspSuccession",
    "IspVersion",
    "LegalBasis",
    "LegalCondition",
    "LegalGateway",
    "NameDecision",
    "Partner",
    "PartnerAlias",
    "PartnerContact",
    "Question",
    "QuestionPack",
    "RegisterExport",
    "RegisterImport",
    "RegisterKey",
    "RegisterSnapshot",
    "Sector",
    "ServiceArea",
    "SnapshotFile",
    "Succession",
    "TemplateClause",
    "TemplateVersion",
    "Theme",
    "Topic",
]
