"""The wider kit beside the estimators: proportional fitting, net migration, age schedules, indices."""
