"""Trial prints in other templates, with pictures of their pages."""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("proofs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("template", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("press", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("pictures", sa.String(length=1000), server_default="", nullable=False))
    # The default was for the rows there are.
    with op.batch_alter_table("proofs", schema=None) as batch_op:
        for column in ("template", "press", "pictures"):
            batch_op.alter_column(column, server_default=None)
        batch_op.create_index(
            "uq_proofs_one_in_each_template",
            ["letter_id", "template"],
            unique=True,
            sqlite_where=sa.text("template != ''"),
            postgresql_where=sa.text("template != ''"),
        )


def downgrade() -> None:
    """Downgrade schema. Without a template a print of the gallery would pass for a trial print."""
    op.execute("DELETE FROM proofs WHERE template != ''")
    with op.batch_alter_table("proofs", schema=None) as batch_op:
        batch_op.drop_index("uq_proofs_one_in_each_template")
        batch_op.drop_column("pictures")
        batch_op.drop_column("press")
        batch_op.drop_column("template")
