"""How the PDFs of editions are signed."""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema. What is sealed already has no signature and gets none: sealed files are never touched."""
    op.create_table(
        "signatures",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("b-b", "b-t", "b-lta", name="signaturelevel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("is_simpler", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_signatures_edition_id_editions"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_signatures_edition_id")),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("signatures")
