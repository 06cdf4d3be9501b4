"""What the copies of an edition are made from."""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "copy_masters",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("plan_file", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_copy_masters_edition_id_editions"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_masters")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_copy_masters_edition_id")),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("copy_masters")
