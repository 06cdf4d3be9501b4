"""The tables of the whole journey: people, campaigns, letters, sign-ons, editions, press."""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0001"
down_revision = None
branch_labels = ("default",)
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "audit_entries",
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column(
            "actor_kind",
            sa.Enum(
                "person",
                "link-holder",
                "system",
                name="actorkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_campaign_at", ["campaign_id", "at"], unique=False)

    op.create_table(
        "campaigns",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    op.create_table(
        "outbox_messages",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column(
            "link_purpose",
            sa.Enum(
                "set-up",
                "join",
                "sign",
                "invitation",
                "sign-on",
                "authority",
                "press",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("link_subject", sa.Uuid(), nullable=True),
        sa.Column("link_round", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("try_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(link_purpose IS NULL) = (link_subject IS NULL)", name=op.f("ck_outbox_messages_link_is_whole")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_messages_key")),
    )
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_messages_due", ["state", "try_at"], unique=False)

    op.create_table(
        "people",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "locale",
            sa.Enum("en-GB", "en-US", name="locale", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column(
            "rank",
            sa.Enum("staff", "admin", name="rank", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("join_round", sa.Integer(), nullable=False),
        sa.Column("join_token_hash", sa.String(length=64), nullable=True),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_people_fs_uniquifier")),
        sa.UniqueConstraint("join_token_hash", name=op.f("uq_people_join_token_hash")),
    )
    op.create_table(
        "letters",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "open", "stopped", name="letterstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "listing",
            sa.Enum("quiet", "public-call", name="listing", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("newest_number", sa.Integer(), nullable=False),
        sa.Column("frozen_number", sa.Integer(), nullable=True),
        sa.Column("open_round", sa.Integer(), nullable=False),
        sa.Column("open_token_hash", sa.String(length=64), nullable=True),
        sa.Column("deadline_at", sa.DateTime(), nullable=True),
        sa.Column("deadline_zone", sa.String(length=64), nullable=True),
        sa.Column("planned_lift", sa.String(length=100), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(deadline_at IS NULL) = (deadline_zone IS NULL)", name=op.f("ck_letters_deadline_is_whole")
        ),
        sa.CheckConstraint("(frozen_number IS NULL) = (opened_at IS NULL)", name=op.f("ck_letters_open_means_frozen")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_letters_campaign_id_campaigns"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("open_token_hash", name=op.f("uq_letters_open_token_hash")),
        sa.UniqueConstraint("slug", name=op.f("uq_letters_slug")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("sort_key", sa.String(length=4000), nullable=False),
        sa.Column("sort_as", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("acronym", sa.String(length=40), nullable=False),
        sa.Column("native_name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_organisations_campaign_id_campaigns"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("campaign_id", "name_key", name=op.f("uq_organisations_campaign_id_name_key")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index("ix_organisations_campaign_sort", ["campaign_id", "sort_key", "id"], unique=False)

    op.create_table(
        "press_contacts",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("outlet", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_press_contacts_campaign_id_campaigns"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_contacts")),
        sa.UniqueConstraint("campaign_id", "email", name=op.f("uq_press_contacts_campaign_id_email")),
    )
    op.create_table(
        "team_members",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "coordinator",
                "press-officer",
                "reader",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_team_members_campaign_id_campaigns"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_team_members_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_members")),
        sa.UniqueConstraint("campaign_id", "person_id", name=op.f("uq_team_members_campaign_id_person_id")),
    )
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_members_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_members_person_id"), ["person_id"], unique=False)

    op.create_table(
        "grants",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("granted_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("terms_version", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (terms_version IS NULL)", name=op.f("ck_grants_acceptance_names_its_terms")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["press_contacts.id"], name=op.f("fk_grants_contact_id_press_contacts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["people.id"], name=op.f("fk_grants_granted_by_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_grants_letter_id_letters"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint("letter_id", "contact_id", name=op.f("uq_grants_letter_id_contact_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_grants_token_hash")),
    )
    op.create_table(
        "press_texts",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("headline", sa.String(length=300), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_press_texts_letter_id_letters"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_texts")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_press_texts_letter_id")),
    )
    op.create_table(
        "proofs",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("file", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_proofs_letter_id_letters"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
    )
    with op.batch_alter_table("proofs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proofs_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "quotes",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("speaker", sa.String(length=120), nullable=False),
        sa.Column("speaker_title", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_quotes_letter_id_letters"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
    )
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quotes_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_revisions_letter_id_letters"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["people.id"], name=op.f("fk_revisions_written_by_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("letter_id", "number", name=op.f("uq_revisions_letter_id_number")),
    )
    op.create_table(
        "editions",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(), nullable=True),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("lift_wall", sa.String(length=100), nullable=False),
        sa.Column("lift_zone", sa.String(length=64), nullable=False),
        sa.Column("lift_at", sa.DateTime(), nullable=False),
        sa.Column("tzdata", sa.String(length=20), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("killed_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("file_stem", sa.String(length=200), nullable=False),
        sa.Column("clean_file", sa.String(length=64), nullable=True),
        sa.Column("embargoed_file", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("killed_at IS NULL OR lifted_at IS NULL", name=op.f("ck_editions_killed_was_never_lifted")),
        sa.CheckConstraint(
            "sealed_at IS NULL OR (clean_file IS NOT NULL AND embargoed_file IS NOT NULL)",
            name=op.f("ck_editions_sealed_means_stored"),
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_editions_letter_id_letters"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["people.id"], name=op.f("fk_editions_requested_by_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_editions_revision_id_revisions"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("letter_id", "number", name=op.f("uq_editions_letter_id_number")),
    )
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.create_index("ix_editions_due", ["lift_at", "lifted_at"], unique=False)

    op.create_table(
        "sign_ons",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "origin",
            sa.Enum(
                "invitation",
                "open-link",
                "coordinator",
                "import",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "unconfirmed",
                "confirmed",
                "accepted",
                "declined",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "visibility",
            sa.Enum("public", "counted", name="visibility", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("sort_key", sa.String(length=4000), nullable=False),
        sa.Column("sort_as", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("acronym", sa.String(length=40), nullable=False),
        sa.Column("native_name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("group_name", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("person_title", sa.String(length=120), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("given_position", sa.Integer(), nullable=False),
        sa.Column("typist_name", sa.String(length=120), nullable=False),
        sa.Column("typist_role", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "authority",
            sa.Enum("self", "other", name="authority", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("authority_email", sa.String(length=254), nullable=False),
        sa.Column("authority_role", sa.String(length=120), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("authority_token_hash", sa.String(length=64), nullable=True),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("times_asked", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state != 'accepted' OR accepted_at IS NOT NULL", name=op.f("ck_sign_ons_accepted_is_dated")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_sign_ons_letter_id_letters"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_sign_ons_organisation_id_organisations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_sign_ons_revision_id_revisions"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ons")),
        sa.UniqueConstraint("authority_token_hash", name=op.f("uq_sign_ons_authority_token_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ons_token_hash")),
    )
    with op.batch_alter_table("sign_ons", schema=None) as batch_op:
        batch_op.create_index("ix_sign_ons_letter_authority_email", ["letter_id", "authority_email"], unique=False)
        batch_op.create_index("ix_sign_ons_letter_email", ["letter_id", "email"], unique=False)
        batch_op.create_index("ix_sign_ons_letter_sort", ["letter_id", "state", "sort_key", "id"], unique=False)
        batch_op.create_index(
            "uq_sign_ons_counts_once",
            ["letter_id", "name_key"],
            unique=True,
            sqlite_where=sa.text("state = 'accepted'"),
            postgresql_where=sa.text("state = 'accepted'"),
        )

    op.create_table(
        "copies",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_copies_edition_id_editions"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["grants.id"], name=op.f("fk_copies_grant_id_grants"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copies")),
        sa.UniqueConstraint("grant_id", "edition_id", name=op.f("uq_copies_grant_id_edition_id")),
        sa.UniqueConstraint("number", name=op.f("uq_copies_number")),
    )
    op.create_table(
        "invitations",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("ended_token_hash", sa.String(length=64), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sign_on_id", sa.Uuid(), nullable=True),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("declined_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["people.id"], name=op.f("fk_invitations_invited_by_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_invitations_letter_id_letters"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["sign_on_id"], ["sign_ons.id"], name=op.f("fk_invitations_sign_on_id_sign_ons"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("ended_token_hash", name=op.f("uq_invitations_ended_token_hash")),
        sa.UniqueConstraint("letter_id", "email", name=op.f("uq_invitations_letter_id_email")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_sign_on_id"), ["sign_on_id"], unique=False)

    op.create_table(
        "downloads",
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("downloaded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["copy_id"], ["copies.id"], name=op.f("fk_downloads_copy_id_copies"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_downloads")),
    )
    with op.batch_alter_table("downloads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_downloads_copy_id"), ["copy_id"], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table("downloads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_downloads_copy_id"))

    op.drop_table("downloads")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_sign_on_id"))

    op.drop_table("invitations")
    op.drop_table("copies")
    with op.batch_alter_table("sign_ons", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sign_ons_counts_once",
            sqlite_where=sa.text("state = 'accepted'"),
            postgresql_where=sa.text("state = 'accepted'"),
        )
        batch_op.drop_index("ix_sign_ons_letter_sort")
        batch_op.drop_index("ix_sign_ons_letter_email")
        batch_op.drop_index("ix_sign_ons_letter_authority_email")

    op.drop_table("sign_ons")
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.drop_index("ix_editions_due")

    op.drop_table("editions")
    op.drop_table("revisions")
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quotes_letter_id"))

    op.drop_table("quotes")
    with op.batch_alter_table("proofs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proofs_letter_id"))

    op.drop_table("proofs")
    op.drop_table("press_texts")
    op.drop_table("grants")
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_members_person_id"))
        batch_op.drop_index(batch_op.f("ix_team_members_campaign_id"))

    op.drop_table("team_members")
    op.drop_table("press_contacts")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index("ix_organisations_campaign_sort")

    op.drop_table("organisations")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_campaign_id"))

    op.drop_table("letters")
    op.drop_table("people")
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_messages_due")

    op.drop_table("outbox_messages")
    op.drop_table("campaigns")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_campaign_at")

    op.drop_table("audit_entries")
