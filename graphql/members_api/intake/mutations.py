"""Bringing in old agreements: each mutation is one press of a button, and calls one service."""

from typing import Any

import graphene

from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.intake import services
from cms.intake.permissions import SCOPE
from members_api.keys import key_of
from members_api.mutations import ServiceMutation


class StartIntakeInput(graphene.InputObjectType):
    partner = graphene.String(required=True, description="Its slug; empty for the core team's own.")
    name = graphene.String(required=True, description="Empty: the day.")
    submission_id = graphene.String(required=True)


class StartIntake(ServiceMutation):
    class Arguments:
        input = StartIntakeInput(required=True)

    batch = graphene.ID(required=True)
    scope = SCOPE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"batch": services.start_batch(by=by, **data).pk}


class AddKnownByNameInput(graphene.InputObjectType):
    batch = graphene.ID(required=True)
    titles = graphene.List(graphene.NonNull(graphene.String), required=True, description="Up to 200.")


class AddKnownByName(ServiceMutation):
    class Arguments:
        input = AddKnownByNameInput(required=True)

    added = graphene.Int(required=True)
    scope = SCOPE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        made = services.add_known_by_name(by=by, batch_id=key_of(data["batch"]), titles=list(data["titles"]))
        return {"added": len(made)}


class PartyChoiceInput(graphene.InputObjectType):
    guess = graphene.ID(required=True)
    partner = graphene.String(required=True, description="A slug, or none: it is not in the register.")


class AcceptPaperInput(graphene.InputObjectType):
    """What the form says. Names go by the register's rules; dates are as people write them."""

    paper = graphene.ID(required=True)
    expected_revision = graphene.Int(required=True)
    submission_id = graphene.String(required=True)
    kind = graphene.String(required=True, description="new, existing, or older (an older version of an existing one).")
    title = graphene.String(required=True)
    lead = graphene.String(required=True)
    parties = graphene.List(graphene.NonNull(graphene.String), required=True, description="Guessed ones that stay.")
    others = graphene.List(graphene.NonNull(graphene.String), required=True, description="Names to be added.")
    choices = graphene.List(graphene.NonNull(PartyChoiceInput), required=True)
    reference = graphene.String(required=True)
    existing = graphene.String(required=True, description="Such as ISP-0042, where it is one of the register.")
    theme = graphene.String(required=True)
    signed_on = graphene.String(required=True)
    starts_on = graphene.String(required=True)
    ends_on = graphene.String(required=True)
    review_on = graphene.String(required=True)


class AcceptPaper(ServiceMutation):
    class Arguments:
        input = AcceptPaperInput(required=True)

    reference = graphene.String(required=True, description="Of the agreement that it became, or joined.")
    scope = SCOPE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        if len(data["parties"]) + len(data["others"]) + len(data["choices"]) > 300:
            raise BadInput("That is more partners than an agreement has.")
        answers = services.Answers(
            parties=tuple(data["parties"]),
            others=tuple(data["others"]),
            choices={key_of(one["guess"]): one["partner"] for one in data["choices"]},
            **{name: data[name] for name in ("kind", "title", "lead", "reference", "existing", "theme")},
            **{name: data[name] for name in ("signed_on", "starts_on", "ends_on", "review_on")},
        )
        made = services.accept_paper(
            by=by,
            paper_id=key_of(data["paper"]),
            revision=data["expected_revision"],
            answers=answers,
            submission_id=data["submission_id"],
        )
        return {"reference": made.isp.reference if made.isp else ""}


class SettlePaperInput(graphene.InputObjectType):
    paper = graphene.ID(required=True)
    expected_revision = graphene.Int(required=True)
    answer = graphene.String(required=True, description="left, not_one, duplicate or asked.")
    same_as = graphene.ID(description="With duplicate: the other paper.")
    note = graphene.String(description="With asked: the question.")


class SettlePaper(ServiceMutation):
    class Arguments:
        input = SettlePaperInput(required=True)

    state = graphene.String(required=True)
    scope = SCOPE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        given: dict[str, Any] = {"by": by, "paper_id": key_of(data["paper"]), "revision": data["expected_revision"]}
        match data["answer"]:
            case "left":
                made = services.leave_for_later(**given)
            case "not_one":
                made = services.mark_not_one(**given)
            case "duplicate":
                made = services.mark_same_as(**given, other_id=key_of(data.get("same_as") or ""))
            case "asked":
                made = services.ask_core_team(**given, note=data.get("note") or "")
            case _:
                raise BadInput("There is no such answer.", fields={"answer": ["Choose one of the buttons."]})
        return {"state": made.kind}


class PaperInput(graphene.InputObjectType):
    paper = graphene.ID(required=True)


class UndoPaper(ServiceMutation):
    """Take back what was decided. An agreement made by it is withdrawn, unless somebody has worked on it since."""

    class Arguments:
        input = PaperInput(required=True)

    paper = graphene.ID(required=True)
    scope = SCOPE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"paper": services.undo_decision(by=by, paper_id=key_of(data["paper"])).pk}


class ReadPaperAgain(ServiceMutation):
    class Arguments:
        input = PaperInput(required=True)

    paper = graphene.ID(required=True)
    scope = SCOPE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"paper": services.read_again(by=by, paper_id=key_of(data["paper"])).pk}


class SheetColumnInput(graphene.InputObjectType):
    field = graphene.String(required=True)
    column = graphene.String(required=True)


class ConfirmColumnsInput(graphene.InputObjectType):
    sheet = graphene.ID(required=True)
    columns = graphene.List(graphene.NonNull(SheetColumnInput), required=True)


class ConfirmColumns(ServiceMutation):
    class Arguments:
        input = ConfirmColumnsInput(required=True)

    sheet = graphene.ID(required=True)
    scope = SCOPE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        columns = {one["field"]: one["column"] for one in data["columns"]}
        return {"sheet": services.confirm_columns(by=by, sheet_id=key_of(data["sheet"]), columns=columns).pk}


class SettleRowInput(graphene.InputObjectType):
    row = graphene.ID(required=True)
    answer = graphene.String(required=True, description="paper (with its key), no_file, or left_out.")
    paper = graphene.ID()


class SettleRow(ServiceMutation):
    class Arguments:
        input = SettleRowInput(required=True)

    row = graphene.ID(required=True)
    scope = SCOPE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = key_of(data["row"])
        match data["answer"]:
            case "paper":
                services.apply_row(by=by, row_id=row, paper_id=key_of(data.get("paper") or ""))
            case "no_file":
                services.apply_row(by=by, row_id=row, paper_id=None)
            case "left_out":
                services.leave_row_out(by=by, row_id=row)
            case _:
                raise BadInput("There is no such answer.", fields={"answer": ["Choose one of the buttons."]})
        return {"row": data["row"]}


class ApplyExactRowsInput(graphene.InputObjectType):
    sheet = graphene.ID(required=True)


class ApplyExactRows(ServiceMutation):
    class Arguments:
        input = ApplyExactRowsInput(required=True)

    applied = graphene.Int(required=True)
    scope = SCOPE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"applied": services.apply_exact_rows(by=by, sheet_id=key_of(data["sheet"]))}


class IntakeMutation(graphene.ObjectType):
    start_intake = StartIntake.exposed("A batch of papers; files come with startUpload, purpose intake.files.")
    add_known_by_name = AddKnownByName.exposed("Agreements of which no file is held.")
    accept_paper = AcceptPaper.exposed("Refused until every open question is answered.")
    settle_paper = SettlePaper.exposed()
    undo_paper = UndoPaper.exposed()
    read_paper_again = ReadPaperAgain.exposed()
    confirm_columns = ConfirmColumns.exposed()
    settle_row = SettleRow.exposed()
    apply_exact_rows = ApplyExactRows.exposed("Rows with one exact proposal, and no others.")
